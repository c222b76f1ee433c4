package org.postern.connections.ews;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What became of sending one request once.
sealed interface Attempt {
    /// The answer came whole; what EWS says of each thing asked, in order.
    record Answered(List<Status> statuses) implements Attempt {}

    /// A SOAP fault in place of an answer (MS-OXWSCDATA 2.2.4.1), under whatever HTTP status.
    record Fault(int httpStatus, Status status) implements Attempt {}

    /// HTTP alone said no.
    record Refused(int httpStatus, @Nullable Duration retryAfter) implements Attempt {
        Optional<Duration> asked() {
            return Optional.ofNullable(retryAfter);
        }
    }

    /// No connection came about, so nothing was carried out.
    record Unsent(String cause) implements Attempt {}

    /// The request went out and its answer did not come, or not whole.
    record Lost(String cause) implements Attempt {}
}
