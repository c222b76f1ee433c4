package org.postern.console.web;

import java.time.Instant;
import org.postern.mail.MessageState;
import org.postern.vault.MessageVersion;

/// A message in a list.
///
/// @param note what is to be said of it, such as "deleted"; empty for nothing
/// @param mailbox the address of its mailbox, where the list spans several
public record MessageRow(
        String id,
        String href,
        String sender,
        String subject,
        Instant received,
        long size,
        boolean read,
        boolean flagged,
        boolean attachments,
        String missing,
        String note,
        String mailbox) {
    static MessageRow of(MessageVersion version, String href, String note, String mailbox) {
        return new MessageRow(
                version.state().id().value(),
                href,
                version.sender(),
                version.subject().isBlank() ? "(no subject)" : version.subject(),
                version.state().receivedAt(),
                version.size(),
                version.state().read(),
                version.state().followUp() == MessageState.FollowUp.FLAGGED,
                version.hasAttachments(),
                version.missing(),
                note,
                mailbox);
    }
}
