package org.postern.console.job;

/// Where a job stands.
public enum JobState {
    QUEUED,
    RUNNING,
    SUCCEEDED,
    /// Done, but not all of it went well; the result says what.
    WARNING,
    FAILED,
    /// Stopped because someone asked.
    CANCELLED,
    /// Cut off by a stop of the server.
    INTERRUPTED;

    public boolean isFinal() {
        return switch (this) {
            case QUEUED, RUNNING -> false;
            case SUCCEEDED, WARNING, FAILED, CANCELLED, INTERRUPTED -> true;
        };
    }
}
