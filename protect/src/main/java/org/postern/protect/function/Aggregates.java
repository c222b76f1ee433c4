package org.postern.protect.function;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.protect.engine.Callable;
import org.postern.protect.engine.Code;
import org.postern.protect.engine.Compiled;
import org.postern.protect.engine.Frame;
import org.postern.protect.engine.Site;
import org.postern.protect.engine.Truth;
import org.postern.protect.engine.Type;
import org.postern.protect.engine.Unknown;

/// Functions of whole lists and maps: `length`, `sum`, `coalesce`, `flatten`, `keys`, `values`.
final class Aggregates {
    private Aggregates() {}

    static Map<String, Callable> functions() {
        Map<String, Callable> functions = new HashMap<>();
        functions.put("length", Aggregates::length);
        functions.put("sum", Aggregates::sum);
        functions.put("coalesce", Aggregates::coalesce);
        functions.put("flatten", Aggregates::flatten);
        functions.put("keys", site -> ofMap(site, true));
        functions.put("values", site -> ofMap(site, false));
        return functions;
    }

    private static Compiled length(Site site) {
        site.count(1, 1);
        Compiled of = site.argument(0);
        Type type = of.type();
        if (!(type instanceof Type.ArrayOf)
                && !(type instanceof Type.MapOf)
                && type != Type.Scalar.TEXT
                && !type.isLoose()) {
            site.fail("it wants a list, a map or text, not " + type);
        }
        return new Compiled(Type.Scalar.WHOLE, frame -> switch (of.code().value(frame)) {
            case String text -> (long) text.codePointCount(0, text.length());
            case Collection<?> list -> (long) list.size();
            case Map<?, ?> map -> (long) map.size();
            case Unknown unknown -> unknown;
            case null, default -> null;
        });
    }

    /// Of a list that is null, zero; elements that are null do not count.
    private static Compiled sum(Site site) {
        site.count(1, 1);
        Compiled list = site.argument(0);
        Type element = site.elementOf(0, list);
        if (!element.isNumber()) {
            site.fail("it wants a list of numbers, not " + list.type());
        }
        return new Compiled(element, frame -> switch (list.code().value(frame)) {
            case Collection<?> values -> total(values);
            case Unknown unknown -> unknown;
            case null, default -> 0L;
        });
    }

    private static Object total(Collection<?> values) {
        long whole = 0;
        double decimal = 0;
        boolean decimals = false;
        for (Object value : values) {
            switch (value) {
                case Long number -> whole += number;
                case Double number -> {
                    decimal += number;
                    decimals = true;
                }
                case Unknown unknown -> {
                    return unknown;
                }
                case null, default -> {}
            }
        }
        return decimals ? (Object) (decimal + whole) : (Object) whole;
    }

    private static Compiled coalesce(Site site) {
        site.count(1, Integer.MAX_VALUE);
        List<Compiled> choices = new ArrayList<>();
        for (int index = 0; index < site.count(); index++) {
            choices.add(site.argument(index));
        }
        Type type = choices.stream()
                .map(Compiled::type)
                .filter(one -> one != Type.Scalar.NULL)
                .findFirst()
                .orElse(Type.Scalar.NULL);
        Code[] codes = choices.stream().map(Compiled::code).toArray(Code[]::new);
        if (type == Type.Scalar.BOOLEAN) {
            return Compiled.test(frame -> firstTruth(codes, frame));
        }
        return new Compiled(type, frame -> firstValue(codes, frame));
    }

    private static @Nullable Object firstValue(Code[] codes, Frame frame) {
        for (Code code : codes) {
            Object value = code.value(frame);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private static int firstTruth(Code[] codes, Frame frame) {
        int truth = Truth.NULL;
        for (Code code : codes) {
            if ((truth & Truth.NULL) == 0) {
                break;
            }
            truth = (truth & ~Truth.NULL) | code.test(frame);
        }
        return truth;
    }

    private static Compiled flatten(Site site) {
        site.count(1, 1);
        Compiled list = site.argument(0);
        Type inner = site.elementOf(0, list);
        if (!(inner instanceof Type.ArrayOf) && !inner.isLoose()) {
            site.fail("it wants a list of lists, not " + list.type());
        }
        Type result = inner instanceof Type.ArrayOf ? inner : Type.listOf(Type.Scalar.ANY);
        return new Compiled(result, frame -> switch (list.code().value(frame)) {
            case Collection<?> lists -> flat(lists);
            case Unknown unknown -> unknown;
            case null, default -> List.of();
        });
    }

    private static Object flat(Collection<?> lists) {
        List<@Nullable Object> all = new ArrayList<>();
        for (Object list : lists) {
            switch (list) {
                case Collection<?> elements -> all.addAll(elements);
                case Unknown unknown -> {
                    return unknown;
                }
                case null, default -> {}
            }
        }
        return all;
    }

    private static Compiled ofMap(Site site, boolean keys) {
        site.count(1, 1);
        Compiled map = site.argument(0);
        Type value = map.type() instanceof Type.MapOf of ? of.value() : Type.Scalar.ANY;
        if (!(map.type() instanceof Type.MapOf) && !map.type().isLoose()) {
            site.fail("it wants a map, not " + map.type());
        }
        return new Compiled(Type.listOf(keys ? Type.Scalar.TEXT : value), frame -> switch (map.code()
                .value(frame)) {
            case Map<?, ?> entries -> List.copyOf(keys ? entries.keySet() : entries.values());
            case Unknown unknown -> unknown;
            case null, default -> null;
        });
    }
}
