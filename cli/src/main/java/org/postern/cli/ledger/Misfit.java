package org.postern.cli.ledger;

/// What is judged does not fit; `number` is the entry that it is about, or 0.
final class Misfit extends Exception {
    private static final long serialVersionUID = 1L;

    final long number;

    Misfit(long number, String reason) {
        super(reason);
        this.number = number;
    }

    static void require(boolean fits, String otherwise) throws Misfit {
        if (!fits) {
            throw new Misfit(0, otherwise);
        }
    }
}
