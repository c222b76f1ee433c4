package org.postern.vault.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The header fields of a message that lists show, read once when it comes in.
///
/// @param sentAt microseconds since 1970; null where the Date field is not there or cannot be read
public record MessageSummary(
        String subject,
        String sender,
        List<String> recipients,
        @Nullable Long sentAt,
        String messageId,
        boolean hasAttachments) {
    public MessageSummary {
        recipients = List.copyOf(recipients);
    }
}
