package org.postern.console.job;

/// What a job does.
public enum JobKind {
    SYNC,
    RESTORE,
    EXPORT,
    /// Forgetting what the retention policy lets go, and compaction.
    RETENTION,
    /// Replacing the key of one connection.
    ROLL,
    /// Replacing keys after a theft, of one tenant or many.
    REESTABLISH,
    /// A change of settings or of people that had to be approved.
    CHANGE,
    /// Rehearsing a theft: a use that is not ours, the alarm, new keys.
    DRILL,
    /// Comparing what was backed up or restored in a span of time with the source.
    REVERIFY
}
