package org.postern.recover;

/// Hears how far long work has come, and may stop it.
///
/// Called from any thread, often; it must return at once. Work also stops when its calling thread is interrupted.
public interface Progress {
    /// Hears nothing and stops nothing.
    Progress NONE = step -> {};

    void report(Step step);

    /// Whether to stop soon; what is done by then is kept.
    default boolean cancelled() {
        return false;
    }

    /// What kind of work is under way.
    enum Phase {
        SYNCING,
        COMPARING,
        RESTORING,
        EXPORTING,
        VERIFYING
    }

    /// How far the work is.
    ///
    /// @param done units of `total` (mailboxes of a tenant's sync, else messages)
    /// @param total -1 while unknown
    /// @param messages messages read or written so far
    /// @param bytes of those messages
    /// @param current the mailbox or folder at hand, as people know it; may be empty
    record Step(Phase phase, long done, long total, long messages, long bytes, String current) {}
}
