package org.postern.console.job;

import org.jspecify.annotations.Nullable;

/// How far a job is.
///
/// @param phase such as `syncing`
/// @param done of `total`: mailboxes, else messages
/// @param total null while unknown
/// @param messages read or written so far
/// @param bytes of those messages
/// @param current the mailbox or folder at hand; may be empty
/// @param messagesPerSecond over the job so far
/// @param secondsLeft an estimate; null while there is none
public record JobProgress(
        String phase,
        long done,
        @Nullable Long total,
        long messages,
        long bytes,
        String current,
        double messagesPerSecond,
        @Nullable Long secondsLeft) {
    public static final JobProgress NONE = new JobProgress("waiting", 0, null, 0, 0, "", 0, null);

    /// How much of it is done, 0 to 100; 0 while unknown.
    public int percent() {
        return total == null || total <= 0 ? 0 : Math.clamp(done * 100 / total, 0, 100);
    }
}
