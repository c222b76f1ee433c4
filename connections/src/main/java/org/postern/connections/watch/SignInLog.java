package org.postern.connections.watch;

import java.time.Instant;
import java.util.List;

/// The tenant's log of application sign-ins, as its service gives it.
@FunctionalInterface
public interface SignInLog {
    /// Sign-ins of one application at or after an instant, in any order; some may come late, twice or never.
    Read read(String clientId, Instant from);

    /// What came of reading.
    sealed interface Read {
        record Entries(List<SignInRecord> records) implements Read {}

        /// The tenant's licence or the application's roles do not give the log.
        ///
        /// @param reason in plain words, with what to do
        record NotGiven(String reason) implements Read {}
    }
}
