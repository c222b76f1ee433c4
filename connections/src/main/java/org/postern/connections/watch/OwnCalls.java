package org.postern.connections.watch;

import java.time.Instant;
import java.util.Optional;

/// What Postern itself did, as the ledger has it.
public interface OwnCalls {
    /// Whether a token with this `uti` was given to us.
    boolean received(String tokenId);

    /// The drill for which a token with this `uti` was given to somebody who played the thief; empty for none.
    String drill(String tokenId);

    /// A request for a token that we sent with this id.
    Optional<Asked> asked(String requestId);

    /// Whether a request to the mail service with this id, at about this time, was ours.
    boolean sent(String requestId, Instant at);

    /// Whether anything of ours was at work within a quarter of an hour of an instant.
    boolean busy(Instant at);

    record Asked(Outcome outcome) {}

    /// What came of a request for a token, as far as we know.
    enum Outcome {
        /// No answer was noted: it was lost, or the process ended.
        UNKNOWN,
        GRANTED,
        REFUSED
    }
}
