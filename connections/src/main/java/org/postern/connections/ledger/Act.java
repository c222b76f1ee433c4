package org.postern.connections.ledger;

import java.time.Instant;
import java.util.Set;

/// An administrative act in a ledger, by its number and when it was noted.
record Act(long number, Instant at) {
    /// What is written for every use of a key, and for anchors themselves.
    private static final Set<String> ROUTINE =
            Set.of("request", "answer", "token.requested", "token.received", "token.refused", "checkpoint.unanchored");

    static boolean is(String kind) {
        return !ROUTINE.contains(kind);
    }
}
