package org.postern.vault.catalog;

import java.time.Instant;
import java.util.List;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.mail.MessageState;
import org.postern.mail.MessageState.FollowUp;
import org.postern.mail.MessageState.Importance;

/// A message's marks as one octet: bit 0 read, bit 1 draft, bits 2–3 follow-up, bits 4–5 importance.
///
/// Part of the format: the codes never change.
final class Marks {
    private Marks() {}

    static int of(MessageState state) {
        int followUp = switch (state.followUp()) {
            case NOT_FLAGGED -> 0;
            case FLAGGED -> 1;
            case COMPLETE -> 2;
        };
        int importance = switch (state.importance()) {
            case LOW -> 0;
            case NORMAL -> 1;
            case HIGH -> 2;
        };
        return (state.read() ? 1 : 0) | (state.draft() ? 2 : 0) | followUp << 2 | importance << 4;
    }

    static MessageState state(
            int marks, ItemId id, FolderId folder, String changeKey, Instant receivedAt, List<String> categories) {
        FollowUp followUp = switch (marks >> 2 & 3) {
            case 0 -> FollowUp.NOT_FLAGGED;
            case 1 -> FollowUp.FLAGGED;
            case 2 -> FollowUp.COMPLETE;
            default -> throw new IllegalArgumentException("marks " + marks);
        };
        Importance importance = switch (marks >> 4) {
            case 0 -> Importance.LOW;
            case 1 -> Importance.NORMAL;
            case 2 -> Importance.HIGH;
            default -> throw new IllegalArgumentException("marks " + marks);
        };
        return new MessageState(
                id,
                folder,
                changeKey,
                receivedAt,
                (marks & 1) != 0,
                (marks & 2) != 0,
                followUp,
                importance,
                categories);
    }
}
