package org.postern.console.job;

import org.jspecify.annotations.Nullable;
import org.postern.mail.MailboxId;

/// What an administrator asks to be restored.
///
/// @param targetMailbox null for the mailbox that the messages are from
/// @param targetFolder a folder's path there, names joined by `/`; null for where the messages were
/// @param dryRun only find out what would be done
public record RestoreOrder(
        Scope scope,
        @Nullable MailboxId targetMailbox,
        @Nullable String targetFolder,
        Conflict conflict,
        boolean dryRun) {
    /// What to do with a message that is there already.
    public enum Conflict {
        SKIP,
        COPY,
        REPLACE
    }
}
