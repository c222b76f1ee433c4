package org.postern.protect.engine;

import java.util.List;

/// `and`, `or` and `N of`, which stop as soon as the answer cannot change.
final class Connectives {
    private Connectives() {}

    static Compiled and(List<Code> clauses) {
        Code[] all = clauses.toArray(Code[]::new);
        return Compiled.test(frame -> {
            int truth = Truth.YES;
            for (Code clause : all) {
                truth = Truth.and(truth, clause.test(frame));
                if (truth == Truth.NO) {
                    break;
                }
            }
            return truth;
        });
    }

    static Compiled or(List<Code> clauses) {
        Code[] all = clauses.toArray(Code[]::new);
        return Compiled.test(frame -> {
            int truth = Truth.NO;
            for (Code clause : all) {
                truth = Truth.or(truth, clause.test(frame));
                if (truth == Truth.YES) {
                    break;
                }
            }
            return truth;
        });
    }

    /// Enough trues are true; else null when one is null; else false.
    static Compiled countOf(long wanted, List<Code> clauses) {
        Code[] all = clauses.toArray(Code[]::new);
        return Compiled.test(frame -> {
            Tally tally = new Tally();
            for (Code clause : all) {
                tally.add(clause.test(frame));
                if (tally.sure >= wanted) {
                    return Truth.YES;
                }
            }
            return tally.truth(wanted);
        });
    }

    /// How many clauses are true for sure, may be, and must be unless they are null.
    private static final class Tally {
        private int sure;
        private int possible;
        private int trueUnlessNull;
        private boolean nullable;
        private boolean alwaysNull;

        void add(int truth) {
            sure += truth == Truth.YES ? 1 : 0;
            possible += (truth & Truth.YES) != 0 ? 1 : 0;
            trueUnlessNull += (truth & ~Truth.NULL) == Truth.YES ? 1 : 0;
            nullable |= (truth & Truth.NULL) != 0;
            alwaysNull |= truth == Truth.NULL;
        }

        int truth(long wanted) {
            int truth = possible >= wanted ? Truth.YES : 0;
            if (!alwaysNull && trueUnlessNull < wanted) {
                truth |= Truth.NO;
            }
            return nullable ? truth | Truth.NULL : truth;
        }
    }
}
