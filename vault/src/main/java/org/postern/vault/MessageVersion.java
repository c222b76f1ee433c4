package org.postern.vault;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.mail.MailboxId;
import org.postern.mail.MessageState;

/// One state of a message over an interval of time: from `from` (inclusive) to `until` (exclusive, null while
/// current).
///
/// @param size bytes of the message
/// @param sentAt the Date field; null where it cannot be read
/// @param messageId the Message-ID without angle brackets; empty where there is none
/// @param missing why the content could not be had from the service; empty where it is there
public record MessageVersion(
        MailboxId mailbox,
        MessageState state,
        @Nullable ContentName contentName,
        long size,
        String subject,
        String sender,
        List<String> recipients,
        @Nullable Instant sentAt,
        String messageId,
        boolean hasAttachments,
        String missing,
        Instant from,
        @Nullable Instant until) {
    public MessageVersion {
        recipients = List.copyOf(recipients);
    }

    public Optional<ContentName> content() {
        return Optional.ofNullable(contentName);
    }

    public Optional<Instant> sent() {
        return Optional.ofNullable(sentAt);
    }

    public Optional<Instant> ended() {
        return Optional.ofNullable(until);
    }
}
