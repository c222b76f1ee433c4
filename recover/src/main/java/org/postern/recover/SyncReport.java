package org.postern.recover;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.postern.mail.TenantId;

/// What one sync of a tenant did, mailbox by mailbox.
public record SyncReport(TenantId tenant, Instant startedAt, Duration took, List<MailboxResult> mailboxes) {
    public SyncReport {
        mailboxes = List.copyOf(mailboxes);
    }

    public long stored() {
        return mailboxes.stream().mapToLong(MailboxResult::stored).sum();
    }

    public long bytes() {
        return mailboxes.stream().mapToLong(MailboxResult::bytes).sum();
    }

    public long count(MailboxResult.Outcome outcome) {
        return mailboxes.stream().filter(result -> result.outcome() == outcome).count();
    }
}
