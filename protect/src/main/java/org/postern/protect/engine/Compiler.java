package org.postern.protect.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.postern.protect.mql.Node;
import org.postern.protect.mql.Node.Span;

/// Checks the types of a rule's tree and compiles it to closures, in one walk; goes on after a problem to find more.
final class Compiler {
    /// A rule of others is not a reason to write a book.
    private static final int MOST_PROBLEMS = 20;

    /// The elements of the lambdas around an expression, innermost first.
    private record Enclosing(
            Type element, int depth, @Nullable Enclosing outer) {}

    /// A problem before its place is counted out.
    record Found(Span span, String message) {}

    private final Vocabulary vocabulary;
    private final List<Found> problems = new ArrayList<>();
    private final Set<String> needs = new TreeSet<>();
    private @Nullable Enclosing enclosing;

    Compiler(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    List<Found> problems() {
        return problems;
    }

    Set<String> needs() {
        return needs;
    }

    void problem(Span span, String message) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(new Found(span, message));
        }
    }

    void needs(String what) {
        needs.add(what);
    }

    Compiled compile(Node node) {
        return switch (node) {
            case Node.Text text -> Compiled.constant(Type.Scalar.TEXT, text.value());
            case Node.Whole whole -> Compiled.constant(Type.Scalar.WHOLE, whole.value());
            case Node.Decimal decimal ->
                Compiled.constant(Type.Scalar.DECIMAL, decimal.value().doubleValue());
            case Node.Truth truth -> Compiled.constant(Type.Scalar.BOOLEAN, truth.value());
            case Node.Null _ -> Compiled.constant(Type.Scalar.NULL, null);
            case Node.NamedList list -> Sequences.named(this, list, listSource(list));
            case Node.Name name -> field(name.span(), vocabulary.message(), name.name(), Frame::message);
            case Node.Scope scope -> scope(scope);
            case Node.Member member -> member(member);
            case Node.Call call -> call(call);
            case Node.Index index -> Sequences.index(this, index);
            case Node.Slice slice -> Sequences.slice(this, slice);
            case Node.Elements elements -> Sequences.elements(this, elements);
            case Node.Negative negative -> Numbers.negative(this, negative);
            case Node.Sum sum -> Numbers.sum(this, sum);
            case Node.Comparison comparison -> Comparing.comparison(this, comparison);
            case Node.In in -> Comparing.in(this, in);
            case Node.IsNull isNull -> Comparing.isNull(this, isNull);
            case Node.Not not -> {
                Compiled of = truth(not.of());
                yield Compiled.test(frame -> Truth.not(of.code().test(frame)));
            }
            case Node.And and -> Connectives.and(truths(and.clauses()));
            case Node.Or or -> Connectives.or(truths(or.clauses()));
            case Node.CountOf count -> Connectives.countOf(count.count(), truths(count.clauses()));
        };
    }

    Compiled compile(Node node, Type wanted) {
        Compiled compiled = compile(node);
        if (!compiled.type().fits(wanted)) {
            problem(node.span(), "This is " + compiled.type() + "; here it has to be " + wanted + ".");
        }
        return compiled;
    }

    private Compiled truth(Node node) {
        return compile(node, Type.Scalar.BOOLEAN);
    }

    private List<Code> truths(List<Node> clauses) {
        return clauses.stream().map(clause -> truth(clause).code()).toList();
    }

    Site.Lambda lambda(Node body, Type element) {
        Enclosing outer = enclosing;
        int depth = outer == null ? 0 : outer.depth() + 1;
        enclosing = new Enclosing(element, depth, outer);
        try {
            return new Site.Lambda(compile(body), depth);
        } finally {
            enclosing = outer;
        }
    }

    private Compiled scope(Node.Scope scope) {
        Enclosing wanted = enclosing;
        for (int dot = 1; dot < scope.dots() && wanted != null; dot++) {
            wanted = wanted.outer();
        }
        if (wanted == null) {
            problem(
                    scope.span(),
                    "\"" + ".".repeat(scope.dots())
                            + "\" is an element of a list, but fewer calls such as any(…) stand around it.");
            return Compiled.BROKEN;
        }
        int depth = wanted.depth();
        return new Compiled(wanted.element(), frame -> frame.element(depth));
    }

    private Compiled member(Node.Member member) {
        Compiled of = compile(member.of());
        if (of.type() instanceof Type.Struct struct) {
            return field(member.span(), struct.type(), member.name(), of.code());
        }
        if (of.type().isLoose()) {
            return new Compiled(Type.Scalar.ANY, frame -> Json.member(of.code().value(frame), member.name()));
        }
        problem(member.span(), "It is " + of.type() + " and has no field \"" + member.name() + "\".");
        return Compiled.BROKEN;
    }

    private Compiled field(Span span, StructType type, String name, Code of) {
        StructType.Field field = type.field(name).orElse(null);
        if (field == null) {
            problem(
                    span,
                    "A " + type.name() + " has no field \"" + name + "\"."
                            + Nearest.of(name, type.fieldNames())
                                    .map(near -> " Is it \"" + near + "\"?")
                                    .orElse(""));
            return Compiled.BROKEN;
        }
        var reader = field.reader();
        String need = field.need();
        if (need != null) {
            needs(need);
            return new Compiled(field.type(), frame -> {
                Object thing = of.value(frame);
                Object value = thing == null || thing == Unknown.VALUE ? thing : reader.apply(thing);
                return value == Unknown.VALUE ? frame.missing(need) : value;
            });
        }
        return new Compiled(field.type(), frame -> {
            Object thing = of.value(frame);
            return thing == null || thing == Unknown.VALUE ? thing : reader.apply(thing);
        });
    }

    private Compiled call(Node.Call call) {
        String name = name(call.function());
        Callable callable = name == null ? null : vocabulary.functions().get(name);
        if (name == null || callable == null) {
            problem(
                    call.function().span(),
                    name == null
                            ? "Only functions can be called."
                            : "There is no function " + name + "."
                                    + Nearest.of(name, vocabulary.functions().keySet())
                                            .map(near -> " Is it " + near + "?")
                                            .orElse(""));
            call.arguments().forEach(argument -> compile(argument.value()));
            return Compiled.BROKEN;
        }
        return callable.compile(new Site(this, name, call));
    }

    /// A function's name in full, such as `strings.icontains`.
    private static @Nullable String name(Node function) {
        return switch (function) {
            case Node.Name name -> name.name();
            case Node.Member member -> {
                String of = name(member.of());
                yield of == null ? null : of + "." + member.name();
            }
            default -> null;
        };
    }

    ListSource listSource(Node.NamedList list) {
        return vocabulary.lists().find(list.name()).orElseGet(() -> {
            problem(list.span(), "There is no list $" + list.name() + ".");
            return new ListSource.Fixed(List.of());
        });
    }
}
