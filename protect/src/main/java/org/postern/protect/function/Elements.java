package org.postern.protect.function;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postern.protect.engine.Callable;
import org.postern.protect.engine.Code;
import org.postern.protect.engine.Compiled;
import org.postern.protect.engine.Frame;
import org.postern.protect.engine.Site;
import org.postern.protect.engine.Truth;
import org.postern.protect.engine.Type;
import org.postern.protect.engine.Unknown;

/// Functions of lists that look at each element: `any`, `all`, `filter`, `map`, `distinct`, `ratio`.
///
/// A list that is null is not an empty one: `any`, `map` and `ratio` of it are null, `filter` and `distinct` empty,
/// `all` is true.
final class Elements {
    private Elements() {}

    static Map<String, Callable> functions() {
        Map<String, Callable> functions = new HashMap<>();
        functions.put("any", Elements::any);
        functions.put("all", Elements::all);
        functions.put("filter", Elements::filter);
        functions.put("map", Elements::map);
        functions.put("distinct", Elements::distinct);
        functions.put("ratio", Elements::ratio);
        return functions;
    }

    /// A list and what is done with each element.
    private record Over(Code list, Type element, Code body, Type bodyType, int depth) {
        static Over of(Site site, @Nullable Type wanted) {
            site.count(2, 2);
            site.onlyKeywords(List.of());
            Compiled list = site.argument(0);
            Type element = site.elementOf(0, list);
            Site.Lambda lambda = site.lambda(1, element);
            if (wanted != null && !lambda.body().type().fits(wanted)) {
                site.fail("for each element it wants " + wanted + ", not "
                        + lambda.body().type());
            }
            return new Over(
                    list.code(), element, lambda.body().code(), lambda.body().type(), lambda.depth());
        }

        int test(Frame frame, @Nullable Object element) {
            frame.step();
            frame.enter(depth, element);
            return body.test(frame);
        }

        @Nullable
        Object value(Frame frame, @Nullable Object element) {
            frame.step();
            frame.enter(depth, element);
            return body.value(frame);
        }
    }

    private static Compiled any(Site site) {
        Over over = Over.of(site, Type.Scalar.BOOLEAN);
        return Compiled.test(frame -> switch (over.list().value(frame)) {
            case Collection<?> list -> {
                int truth = Truth.NO;
                for (Object element : list) {
                    truth = Truth.or(truth, over.test(frame, element));
                    if (truth == Truth.YES) {
                        break;
                    }
                }
                yield truth;
            }
            case Unknown _ -> Truth.OPEN;
            case null, default -> Truth.NULL;
        });
    }

    private static Compiled all(Site site) {
        Over over = Over.of(site, Type.Scalar.BOOLEAN);
        return Compiled.test(frame -> switch (over.list().value(frame)) {
            case Collection<?> list -> {
                int truth = Truth.YES;
                for (Object element : list) {
                    truth = Truth.and(truth, over.test(frame, element));
                    if (truth == Truth.NO) {
                        break;
                    }
                }
                yield truth;
            }
            case Unknown _ -> Truth.OPEN;
            case null, default -> Truth.YES;
        });
    }

    private static Compiled filter(Site site) {
        Over over = Over.of(site, Type.Scalar.BOOLEAN);
        return new Compiled(
                Type.listOf(over.element()), frame -> switch (over.list().value(frame)) {
                    case Collection<?> list -> filtered(over, frame, list);
                    case Unknown unknown -> unknown;
                    case null, default -> List.of();
                });
    }

    private static Object filtered(Over over, Frame frame, Collection<?> list) {
        List<@Nullable Object> kept = new ArrayList<>();
        for (Object element : list) {
            int truth = over.test(frame, element);
            if (truth == Truth.YES) {
                kept.add(element);
            } else if ((truth & Truth.YES) != 0) {
                return Unknown.VALUE;
            }
        }
        return kept;
    }

    private static Compiled map(Site site) {
        Over over = Over.of(site, null);
        return new Compiled(Type.listOf(over.bodyType()), frame -> switch (over.list()
                .value(frame)) {
            case Collection<?> list -> {
                List<@Nullable Object> values = new ArrayList<>(list.size());
                for (Object element : list) {
                    values.add(over.value(frame, element));
                }
                yield values;
            }
            case Unknown unknown -> unknown;
            case null, default -> null;
        });
    }

    private static Compiled distinct(Site site) {
        if (site.count() != 1) {
            return distinctBy(site);
        }
        site.onlyKeywords(List.of());
        Compiled list = site.argument(0);
        return new Compiled(Type.listOf(site.elementOf(0, list)), frame -> switch (list.code()
                .value(frame)) {
            case Collection<?> values -> {
                Set<@Nullable Object> once = new java.util.LinkedHashSet<>(values);
                yield once.contains(Unknown.VALUE) ? Unknown.VALUE : new ArrayList<>(once);
            }
            case Unknown unknown -> unknown;
            case null, default -> List.of();
        });
    }

    private static Compiled distinctBy(Site site) {
        Over over = Over.of(site, null);
        return new Compiled(Type.listOf(over.element()), frame -> switch (over.list()
                .value(frame)) {
            case Collection<?> list -> {
                Set<@Nullable Object> seen = new HashSet<>();
                List<@Nullable Object> first = new ArrayList<>();
                for (Object element : list) {
                    if (seen.add(over.value(frame, element))) {
                        first.add(element);
                    }
                }
                yield seen.contains(Unknown.VALUE) ? Unknown.VALUE : first;
            }
            case Unknown unknown -> unknown;
            case null, default -> List.of();
        });
    }

    /// The share of elements of which it is true; null of an empty list.
    private static Compiled ratio(Site site) {
        Over over = Over.of(site, Type.Scalar.BOOLEAN);
        return new Compiled(Type.Scalar.DECIMAL, frame -> switch (over.list().value(frame)) {
            case Collection<?> list
            when !list.isEmpty() ->
                filtered(over, frame, list) instanceof List<?> kept
                        ? (double) kept.size() / list.size()
                        : Unknown.VALUE;
            case Unknown unknown -> unknown;
            case null, default -> null;
        });
    }
}
