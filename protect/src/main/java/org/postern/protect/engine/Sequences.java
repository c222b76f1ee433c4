package org.postern.protect.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postern.protect.mql.Node;

/// Lists written down, named lists, and parts of lists, texts and maps.
final class Sequences {
    private Sequences() {}

    static Compiled elements(Compiler compiler, Node.Elements node) {
        List<Compiled> values = node.values().stream().map(compiler::compile).toList();
        Type element = values.stream()
                .map(Compiled::type)
                .filter(type -> !type.isLoose())
                .findFirst()
                .orElse(Type.Scalar.ANY);
        if (!values.stream().allMatch(value -> value.type().fits(element) || element.fits(value.type()))) {
            return dynamic(Type.listOf(Type.Scalar.ANY), values);
        }
        return dynamic(Type.listOf(element), values);
    }

    private static Compiled dynamic(Type type, List<Compiled> values) {
        if (values.stream().allMatch(value -> value.code() instanceof Code.Constant)) {
            List<@Nullable Object> constants = new ArrayList<>();
            values.forEach(value -> constants.add(((Code.Constant) value.code()).value()));
            return Compiled.constant(type, Collections.unmodifiableList(constants));
        }
        Code[] codes = values.stream().map(Compiled::code).toArray(Code[]::new);
        return new Compiled(type, frame -> {
            List<@Nullable Object> list = new ArrayList<>(codes.length);
            for (Code code : codes) {
                list.add(code.value(frame));
            }
            return list;
        });
    }

    static Compiled named(Compiler compiler, Node.NamedList node, ListSource source) {
        Type type = Type.listOf(source.element());
        return switch (source) {
            case ListSource.Fixed fixed -> Compiled.constant(type, fixed.values());
            case ListSource.Things things -> Compiled.constant(type, things.values());
            case ListSource.Living living ->
                new Compiled(type, frame -> List.copyOf(living.values().apply(frame)));
            case ListSource.Absent _ -> {
                String what = "$" + node.name();
                compiler.needs(what);
                yield new Compiled(type, frame -> frame.missing(what));
            }
        };
    }

    static Compiled index(Compiler compiler, Node.Index node) {
        Compiled of = compiler.compile(node.of());
        Compiled index = compiler.compile(node.index());
        Type type = switch (of.type()) {
            case Type.ArrayOf array -> {
                require(compiler, node.index(), index, Type.Scalar.WHOLE);
                yield array.element();
            }
            case Type.MapOf map -> {
                require(compiler, node.index(), index, Type.Scalar.TEXT);
                yield map.value();
            }
            case Type.Scalar scalar when scalar.isLoose() -> Type.Scalar.ANY;
            case Type.Scalar _, Type.Struct _ -> {
                compiler.problem(node.span(), "It is " + of.type() + " and has no elements to choose from.");
                yield Type.Scalar.ANY;
            }
        };
        return new Compiled(
                type, frame -> Json.at(of.code().value(frame), index.code().value(frame)));
    }

    private static void require(Compiler compiler, Node at, Compiled index, Type wanted) {
        if (!index.type().fits(wanted)) {
            compiler.problem(at.span(), "The index is " + index.type() + "; it has to be " + wanted + ".");
        }
    }

    static Compiled slice(Compiler compiler, Node.Slice node) {
        Compiled of = compiler.compile(node.of());
        Code from = bound(compiler, node.from(), 0L);
        Code to = bound(compiler, node.to(), Long.MAX_VALUE);
        if (!(of.type() instanceof Type.ArrayOf) && !of.type().fits(Type.Scalar.TEXT)) {
            compiler.problem(node.span(), "It is " + of.type() + " and cannot be cut.");
        }
        return new Compiled(of.type(), frame -> {
            Object whole = of.code().value(frame);
            Object first = from.value(frame);
            Object last = to.value(frame);
            if (whole == Unknown.VALUE || first == Unknown.VALUE || last == Unknown.VALUE) {
                return Unknown.VALUE;
            }
            return first instanceof Long a && last instanceof Long b ? cut(whole, a, b) : null;
        });
    }

    private static Code bound(Compiler compiler, @Nullable Node node, long otherwise) {
        return node == null
                ? new Code.Constant(otherwise)
                : compiler.compile(node, Type.Scalar.WHOLE).code();
    }

    private static @Nullable Object cut(@Nullable Object whole, long from, long to) {
        return switch (whole) {
            case List<?> list ->
                list.subList(clamp(from, list.size()), Math.max(clamp(from, list.size()), clamp(to, list.size())));
            case String text -> {
                int points = text.codePointCount(0, text.length());
                int first = clamp(from, points);
                int last = Math.max(first, clamp(to, points));
                int start = text.offsetByCodePoints(0, first);
                yield text.substring(start, text.offsetByCodePoints(start, last - first));
            }
            case null, default -> null;
        };
    }

    /// Below zero counts from the end.
    private static int clamp(long place, int size) {
        return Math.clamp(place < 0 ? size + place : place, 0, size);
    }
}
