package org.postern.console.job;

/// What a job does.
public enum JobKind {
    SYNC,
    RESTORE,
    EXPORT
}
