package org.postern.lab.graph;

import java.util.concurrent.atomic.LongAdder;

/// How many requests came in, for people and tests to read and reset.
public final class Counters {
    private final LongAdder http = new LongAdder();
    private final LongAdder tokens = new LongAdder();
    private final LongAdder batches = new LongAdder();
    private final LongAdder inBatches = new LongAdder();

    /// The counts at one moment.
    ///
    /// @param http every request to login and Graph, a batch as one
    public record Counts(long http, long tokens, long batches, long subrequests) {}

    public void http() {
        http.increment();
    }

    public void token() {
        tokens.increment();
    }

    void batch(int subrequests) {
        batches.increment();
        inBatches.add(subrequests);
    }

    public Counts counts() {
        return new Counts(http.sum(), tokens.sum(), batches.sum(), inBatches.sum());
    }

    public void reset() {
        http.reset();
        tokens.reset();
        batches.reset();
        inBatches.reset();
    }
}
