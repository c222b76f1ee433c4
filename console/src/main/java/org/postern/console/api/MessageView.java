package org.postern.console.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postern.mail.MessageState;
import org.postern.vault.ContentName;
import org.postern.vault.MessageVersion;

/// One version of a message as the API shows it.
///
/// @param missing why its bytes could not be had from the service; empty where they are there
/// @param content the name of its bytes; null while they are missing
public record MessageView(
        String mailbox,
        String id,
        String folder,
        String subject,
        String sender,
        List<String> recipients,
        Instant receivedAt,
        @Nullable Instant sentAt,
        String messageId,
        long size,
        boolean read,
        boolean draft,
        String followUp,
        String importance,
        List<String> categories,
        boolean hasAttachments,
        String missing,
        Instant from,
        @Nullable Instant until,
        @Nullable String content) {
    static MessageView of(MessageVersion version) {
        MessageState state = version.state();
        ContentName content = version.contentName();
        return new MessageView(
                version.mailbox().value(),
                state.id().value(),
                state.folder().value(),
                version.subject(),
                version.sender(),
                version.recipients(),
                state.receivedAt(),
                version.sentAt(),
                version.messageId(),
                version.size(),
                state.read(),
                state.draft(),
                Input.lower(state.followUp()),
                Input.lower(state.importance()),
                state.categories(),
                version.hasAttachments(),
                version.missing(),
                version.from(),
                version.until(),
                content == null ? null : content.hex());
    }
}
