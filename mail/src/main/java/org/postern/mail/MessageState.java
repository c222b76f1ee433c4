package org.postern.mail;

import java.time.Instant;
import java.util.List;

/// What a mail service says of one message beside its bytes: where it is and how it is marked.
///
/// @param changeKey the service's mark of this state; two equal ones mean nothing changed
/// @param receivedAt when the service took the message in
/// @param categories in the service's order
public record MessageState(
        ItemId id,
        FolderId folder,
        String changeKey,
        Instant receivedAt,
        boolean read,
        boolean draft,
        FollowUp followUp,
        Importance importance,
        List<String> categories) {
    /// The follow-up flag (Graph `followupFlag.flagStatus`).
    public enum FollowUp {
        NOT_FLAGGED,
        FLAGGED,
        COMPLETE
    }

    /// The sender's importance (Graph `importance`).
    public enum Importance {
        LOW,
        NORMAL,
        HIGH
    }

    public MessageState {
        categories = List.copyOf(categories);
    }
}
