package org.postern.protect.engine;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postern.protect.mql.Node;
import org.postern.protect.mql.Node.Relation;

/// Comparisons: with null they are null, whatever stands on the other side.
final class Comparing {
    private Comparing() {}

    static Compiled comparison(Compiler compiler, Node.Comparison node) {
        Compiled left = compiler.compile(node.left());
        Compiled right = compiler.compile(node.right());
        check(compiler, node, left.type(), right.type());
        Code a = left.code();
        Code b = right.code();
        Relation relation = node.relation();
        return Compiled.test(frame -> {
            Object first = a.value(frame);
            if (first == null) {
                return Truth.NULL;
            }
            Object second = b.value(frame);
            if (second == null) {
                return Truth.NULL;
            }
            return first == Unknown.VALUE || second == Unknown.VALUE ? Truth.OPEN : compare(relation, first, second);
        });
    }

    private static void check(Compiler compiler, Node.Comparison node, Type left, Type right) {
        boolean comparable = left.fits(right) || right.fits(left);
        switch (node.relation()) {
            case EQUAL, UNEQUAL -> {}
            case SAME_IGNORING_CASE, OTHER_IGNORING_CASE ->
                comparable = left.fits(Type.Scalar.TEXT) && right.fits(Type.Scalar.TEXT);
            case LESS, AT_MOST, MORE, AT_LEAST ->
                comparable &= (left.isNumber() || left == Type.Scalar.TEXT)
                        && (right.isNumber() || right == Type.Scalar.TEXT);
        }
        if (!comparable) {
            compiler.problem(node.span(), "This compares " + left + " with " + right + ".");
        }
    }

    private static int compare(Relation relation, Object left, Object right) {
        return switch (relation) {
            case EQUAL -> Truth.of(equal(left, right));
            case UNEQUAL -> Truth.of(!equal(left, right));
            case SAME_IGNORING_CASE -> sameText(left, right);
            case OTHER_IGNORING_CASE -> Truth.not(sameText(left, right));
            case LESS, AT_MOST, MORE, AT_LEAST -> ordered(relation, left, right);
        };
    }

    static boolean equal(Object left, Object right) {
        if (left instanceof Number a && right instanceof Number b && left.getClass() != right.getClass()) {
            return a.doubleValue() == b.doubleValue();
        }
        return left.equals(right);
    }

    private static int sameText(Object left, Object right) {
        return left instanceof String a && right instanceof String b ? Truth.of(a.equalsIgnoreCase(b)) : Truth.NULL;
    }

    private static int ordered(Relation relation, Object left, Object right) {
        int order;
        if (left instanceof Long a && right instanceof Long b) {
            order = Long.compare(a, b);
        } else if (left instanceof Number a && right instanceof Number b) {
            order = Double.compare(a.doubleValue(), b.doubleValue());
        } else if (left instanceof String a && right instanceof String b) {
            order = a.compareTo(b);
        } else {
            return Truth.NULL;
        }
        return Truth.of(
                switch (relation) {
                    case LESS -> order < 0;
                    case AT_MOST -> order <= 0;
                    case MORE -> order > 0;
                    case AT_LEAST -> order >= 0;
                    case EQUAL, UNEQUAL, SAME_IGNORING_CASE, OTHER_IGNORING_CASE ->
                        throw new IllegalStateException("no order: " + relation);
                });
    }

    static Compiled isNull(Compiler compiler, Node.IsNull node) {
        Compiled value = compiler.compile(node.value());
        int whenNull = Truth.of(!node.negated());
        return Compiled.test(frame -> {
            Object found = value.code().value(frame);
            return found == Unknown.VALUE ? Truth.YES | Truth.NO : found == null ? whenNull : Truth.not(whenNull);
        });
    }

    static Compiled in(Compiler compiler, Node.In node) {
        Compiled value = compiler.compile(node.value());
        Contains contains = contains(compiler, node);
        return Compiled.test(frame -> {
            Object wanted = value.code().value(frame);
            int truth =
                    wanted == null ? Truth.NULL : wanted == Unknown.VALUE ? Truth.OPEN : contains.test(frame, wanted);
            return node.negated() ? Truth.not(truth) : truth;
        });
    }

    /// Whether a list has a value.
    private interface Contains {
        int test(Frame frame, Object wanted);
    }

    private static Contains contains(Compiler compiler, Node.In node) {
        if (node.list() instanceof Node.NamedList named
                && compiler.listSource(named) instanceof ListSource.Fixed fixed) {
            boolean ignoringCase = node.ignoringCase();
            return (_, wanted) ->
                    wanted instanceof String text ? Truth.of(fixed.contains(text, ignoringCase)) : Truth.NO;
        }
        Compiled list = compiler.compile(node.list());
        if (list.code() instanceof Code.Constant(Object value) && value instanceof String only) {
            return among(Set.of(only), node.ignoringCase());
        }
        if (list.code() instanceof Code.Constant(Object value) && value instanceof List<?> values) {
            return among(values, node.ignoringCase());
        }
        if (!(list.type() instanceof Type.ArrayOf) && !list.type().isLoose()) {
            // `x in (y)`: parentheses around one element make a list of it.
            return (frame, wanted) ->
                    search(java.util.Collections.singletonList(list.code().value(frame)), wanted, node.ignoringCase());
        }
        return (frame, wanted) -> switch (list.code().value(frame)) {
            case null -> Truth.NULL;
            case Collection<?> values -> search(values, wanted, node.ignoringCase());
            case Unknown _ -> Truth.OPEN;
            default -> Truth.NULL;
        };
    }

    private static Contains among(Collection<?> values, boolean ignoringCase) {
        Set<Object> set = new HashSet<>();
        for (Object value : values) {
            set.add(ignoringCase && value instanceof String text ? text.toLowerCase(Locale.ROOT) : value);
        }
        return (frame, wanted) ->
                Truth.of(set.contains(ignoringCase && wanted instanceof String text ? frame.lower(text) : wanted));
    }

    private static int search(Collection<?> values, Object wanted, boolean ignoringCase) {
        int otherwise = Truth.NO;
        for (@Nullable Object value : values) {
            if (value == Unknown.VALUE) {
                otherwise |= Truth.YES;
            } else if (value != null && same(value, wanted, ignoringCase)) {
                return Truth.YES;
            }
        }
        return otherwise;
    }

    private static boolean same(Object value, Object wanted, boolean ignoringCase) {
        if (ignoringCase && value instanceof String a && wanted instanceof String b) {
            return a.equalsIgnoreCase(b);
        }
        return equal(value, wanted);
    }
}
