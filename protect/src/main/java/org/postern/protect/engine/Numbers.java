package org.postern.protect.engine;

import org.jspecify.annotations.Nullable;
import org.postern.protect.mql.Node;
import org.postern.protect.mql.Node.Arithmetic;

/// Arithmetic: whole numbers stay whole, null makes null, and so does what has no result.
final class Numbers {
    private Numbers() {}

    static Compiled negative(Compiler compiler, Node.Negative node) {
        Compiled of = compiler.compile(node.of(), Type.Scalar.DECIMAL);
        return new Compiled(
                of.type(), frame -> calculate(Arithmetic.MINUS, 0L, of.code().value(frame)));
    }

    static Compiled sum(Compiler compiler, Node.Sum node) {
        Compiled left = compiler.compile(node.left());
        Compiled right = compiler.compile(node.right());
        if (node.operator() == Arithmetic.PLUS && left.type() == Type.Scalar.TEXT && right.type() == Type.Scalar.TEXT) {
            return new Compiled(
                    Type.Scalar.TEXT,
                    frame -> joined(left.code().value(frame), right.code().value(frame)));
        }
        for (Compiled side : new Compiled[] {left, right}) {
            if (!side.type().isNumber()) {
                compiler.problem(node.span(), "This reckons with " + side.type() + "; it wants numbers.");
            }
        }
        boolean whole = left.type() == Type.Scalar.WHOLE && right.type() == Type.Scalar.WHOLE;
        return new Compiled(
                whole ? Type.Scalar.WHOLE : Type.Scalar.DECIMAL,
                frame -> calculate(
                        node.operator(), left.code().value(frame), right.code().value(frame)));
    }

    private static @Nullable Object joined(@Nullable Object left, @Nullable Object right) {
        if (left == Unknown.VALUE || right == Unknown.VALUE) {
            return Unknown.VALUE;
        }
        return left instanceof String a && right instanceof String b ? a + b : null;
    }

    private static @Nullable Object calculate(Arithmetic operator, @Nullable Object left, @Nullable Object right) {
        if (left == Unknown.VALUE || right == Unknown.VALUE) {
            return Unknown.VALUE;
        }
        if (left instanceof Long a && right instanceof Long b) {
            return whole(operator, a, b);
        }
        return left instanceof Number a && right instanceof Number b
                ? decimal(operator, a.doubleValue(), b.doubleValue())
                : null;
    }

    private static @Nullable Object whole(Arithmetic operator, long a, long b) {
        return switch (operator) {
            case PLUS -> a + b;
            case MINUS -> a - b;
            case TIMES -> a * b;
            case DIVIDED -> b == 0 ? null : a / b;
            case MODULO -> b == 0 ? null : a % b;
        };
    }

    private static @Nullable Object decimal(Arithmetic operator, double a, double b) {
        double result = switch (operator) {
            case PLUS -> a + b;
            case MINUS -> a - b;
            case TIMES -> a * b;
            case DIVIDED -> a / b;
            case MODULO -> a % b;
        };
        return Double.isFinite(result) ? result : null;
    }
}
