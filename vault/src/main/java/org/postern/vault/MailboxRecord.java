package org.postern.vault;

import java.time.Instant;
import org.postern.mail.MailboxId;

/// A mailbox that the vault holds, with what it holds of it now.
public record MailboxRecord(
        MailboxId id,
        String address,
        String displayName,
        long messages,
        long versions,
        long bytes,
        Instant firstSeen) {}
