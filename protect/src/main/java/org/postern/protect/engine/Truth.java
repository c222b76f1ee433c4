package org.postern.protect.engine;

import org.jspecify.annotations.Nullable;

/// Three-valued truth (Kleene's) of which not all may be known: the set of what it can still be.
///
/// A set is a number of three bits. What is known is one of [#YES], [#NO] and [#NULL]; the more bits, the less is
/// known.
/// `false and unknown` is false, and `null and unknown` null or false: no match either way.
public final class Truth {
    public static final int YES = 1;
    public static final int NO = 2;
    public static final int NULL = 4;
    /// Nothing is known.
    public static final int OPEN = YES | NO | NULL;

    private static final int[] NOT = new int[8];
    private static final int[] AND = new int[64];
    private static final int[] OR = new int[64];

    static {
        for (int left = 1; left < 8; left++) {
            NOT[left] = (left & NULL) | ((left & YES) != 0 ? NO : 0) | ((left & NO) != 0 ? YES : 0);
            for (int right = 1; right < 8; right++) {
                int and = 0;
                for (int a = 1; a < 8; a <<= 1) {
                    for (int b = 1; b < 8; b <<= 1) {
                        if ((left & a) != 0 && (right & b) != 0) {
                            and |= a == NO || b == NO ? NO : a == NULL || b == NULL ? NULL : YES;
                        }
                    }
                }
                AND[left << 3 | right] = and;
            }
        }
        for (int left = 1; left < 8; left++) {
            for (int right = 1; right < 8; right++) {
                OR[left << 3 | right] = NOT[AND[NOT[left] << 3 | NOT[right]]];
            }
        }
    }

    private Truth() {}

    public static int of(boolean truth) {
        return truth ? YES : NO;
    }

    public static int not(int truth) {
        return NOT[truth];
    }

    public static int and(int left, int right) {
        return AND[left << 3 | right];
    }

    public static int or(int left, int right) {
        return OR[left << 3 | right];
    }

    /// A value as truth; one that is neither true nor false is null.
    public static int of(@Nullable Object value) {
        return switch (value) {
            case Boolean truth -> of(truth.booleanValue());
            case Unknown _ -> OPEN;
            case null, default -> NULL;
        };
    }

    public static @Nullable Object value(int truth) {
        return switch (truth) {
            case YES -> true;
            case NO -> false;
            case NULL -> null;
            default -> Unknown.VALUE;
        };
    }

    public static boolean known(int truth) {
        return (truth & truth - 1) == 0;
    }
}
