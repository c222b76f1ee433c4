package org.postern.recover;

import java.time.Instant;
import org.postern.mail.MailboxId;

/// What one sync of one mailbox did.
///
/// @param at the instant that everything seen in this sync is noted with; restore as at it to get what was seen
/// @param reason in plain words why it is no full success; empty when it is
/// @param stored messages whose bytes were fetched and stored, new or changed
/// @param updated messages whose place or marks changed
/// @param removed messages found gone
/// @param missing messages of the mailbox whose bytes the service could not give so far
/// @param unreadFolders folders that could not be read in this sync
/// @param bytes of the messages stored
public record MailboxResult(
        MailboxId mailbox,
        String address,
        Instant at,
        Outcome outcome,
        String reason,
        long stored,
        long updated,
        long removed,
        long missing,
        long unreadFolders,
        long bytes) {
    /// How it ended.
    public enum Outcome {
        SUCCESS,
        /// Done, but some messages or folders could not be read; they are tried again.
        WARNING,
        /// The mailbox could not be synced.
        ERROR,
        /// Another sync of this mailbox was running, so that this one did nothing.
        BUSY,
        /// Stopped as asked; the next sync goes on from there.
        CANCELLED
    }
}
