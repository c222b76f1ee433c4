package org.postern.lab.source;

import java.time.Instant;
import java.util.List;

/// One message as it lies in a mailbox: its bytes and what Exchange knows beside them.
///
/// @param receivedAt when it reached the mailbox; Graph shows whole seconds
/// @param categories colour categories, often none
public record Message(
        Content content, Instant receivedAt, boolean isRead, boolean isDraft, FollowUp flag, List<String> categories) {
    public Message {
        categories = List.copyOf(categories);
    }

    /// A received message without flag or categories.
    public static Message received(Content content, Instant receivedAt, boolean isRead) {
        return new Message(content, receivedAt, isRead, false, FollowUp.NOT_FLAGGED, List.of());
    }

    /// Outlook's follow-up flag.
    public enum FollowUp {
        NOT_FLAGGED,
        FLAGGED,
        COMPLETE
    }
}
