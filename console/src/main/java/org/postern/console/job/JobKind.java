package org.postern.console.job;

/// What a job does.
public enum JobKind {
    SYNC,
    RESTORE,
    EXPORT,
    /// Forgetting what the retention policy lets go, and compaction.
    RETENTION
}
