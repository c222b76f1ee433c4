package org.postern.recover;

import java.time.Instant;
import java.util.List;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;

/// What is to be compared with the source.
///
/// @param mailboxes none for all that the vault has
/// @param until exclusive
/// @param bytes whether messages are fetched and compared byte for byte, not by their change keys alone
public record ReverifyRequest(TenantId tenant, List<MailboxId> mailboxes, Instant from, Instant until, boolean bytes) {
    public ReverifyRequest {
        mailboxes = List.copyOf(mailboxes);
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("The span from " + from + " to " + until + " is none.");
        }
    }
}
