package org.postern.vault;

import java.util.stream.LongStream;

/// The seeds that a test runs: a few in every build, more with `-Dseeds=N`, one with `-Dseed=S`.
final class Seeds {
    private Seeds() {}

    static LongStream of(int few) {
        Long one = Long.getLong("seed");
        return one != null ? LongStream.of(one) : LongStream.rangeClosed(1, Integer.getInteger("seeds", few));
    }
}
