package org.postern.console.job;

/// Where a job stands.
public enum JobState {
    /// A second administrator is to decide.
    AWAITING_APPROVAL,
    QUEUED,
    RUNNING,
    SUCCEEDED,
    /// Done, but not all of it went well; the result says what.
    WARNING,
    FAILED,
    /// Stopped because someone asked.
    CANCELLED,
    /// Cut off by a stop of the server.
    INTERRUPTED,
    /// The second administrator said no; nothing was done.
    REJECTED,
    /// Nobody decided in time; nothing was done.
    EXPIRED;

    public boolean isFinal() {
        return switch (this) {
            case AWAITING_APPROVAL, QUEUED, RUNNING -> false;
            case SUCCEEDED, WARNING, FAILED, CANCELLED, INTERRUPTED, REJECTED, EXPIRED -> true;
        };
    }
}
