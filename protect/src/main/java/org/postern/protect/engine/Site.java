package org.postern.protect.engine;

import java.util.List;
import java.util.Optional;
import org.postern.protect.mql.Node;

/// A call being compiled: its arguments, and where to tell what is wrong with them.
public final class Site {
    /// A lambda compiled, and where its element goes.
    public record Lambda(Compiled body, int depth) {}

    private final Compiler compiler;
    private final String name;
    private final Node.Call call;
    private final List<Node> positional;

    Site(Compiler compiler, String name, Node.Call call) {
        this.compiler = compiler;
        this.name = name;
        this.call = call;
        this.positional = call.arguments().stream()
                .filter(argument -> argument.name() == null)
                .map(Node.Argument::value)
                .toList();
    }

    public String name() {
        return name;
    }

    public int count() {
        return positional.size();
    }

    /// Compiles an argument by its place; for one that is not there the call is told to be wrong.
    public Compiled argument(int index) {
        if (index >= positional.size()) {
            return fail("it wants more than " + positional.size() + " arguments");
        }
        return compiler.compile(positional.get(index));
    }

    public Compiled argument(int index, Type wanted) {
        Compiled argument = argument(index);
        if (!argument.type().fits(wanted)) {
            compiler.problem(
                    positional.get(index).span(),
                    "Argument " + (index + 1) + " of " + name + " is " + argument.type() + "; it wants " + wanted
                            + ".");
        }
        return argument;
    }

    public Optional<Compiled> keyword(String keyword) {
        return call.arguments().stream()
                .filter(argument -> keyword.equals(argument.name()))
                .findFirst()
                .map(argument -> compiler.compile(argument.value()));
    }

    /// Refuses keyword arguments other than these.
    public void onlyKeywords(List<String> known) {
        for (Node.Argument argument : call.arguments()) {
            if (argument.name() != null && !known.contains(argument.name())) {
                compiler.problem(argument.value().span(), name + " has no argument named \"" + argument.name() + "\".");
            }
        }
    }

    /// Compiles an argument to be run for each element.
    public Lambda lambda(int index, Type element) {
        if (index >= positional.size()) {
            return new Lambda(fail("it wants more than " + positional.size() + " arguments"), 0);
        }
        return compiler.lambda(positional.get(index), element);
    }

    /// The type of a list's elements; what cannot be a list is told.
    public Type elementOf(int index, Compiled list) {
        if (list.type() instanceof Type.ArrayOf array) {
            return array.element();
        }
        if (!list.type().isLoose()) {
            compiler.problem(
                    positional.get(index).span(),
                    "Argument " + (index + 1) + " of " + name + " is " + list.type() + "; it wants a list.");
        }
        return Type.Scalar.ANY;
    }

    public void count(int fewest, int most) {
        if (count() < fewest || count() > most) {
            fail(
                    fewest == most
                            ? "it wants " + fewest + " arguments, not " + count()
                            : "it wants " + fewest + " to " + (most == Integer.MAX_VALUE ? "any number of" : most)
                                    + " arguments, not " + count());
        }
    }

    public Compiled fail(String why) {
        compiler.problem(call.span(), "The call of " + name + " is wrong: " + why + ".");
        return Compiled.BROKEN;
    }

    /// The rule's answer may depend on this, which is not there.
    public void needs(String what) {
        compiler.needs(what);
    }
}
