package org.postern.vault;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.postern.mail.FolderId;
import org.postern.mail.MailboxId;

/// What to search a tenant's mail for; every part that is given must hold.
///
/// @param words over subject, addresses, body and attachment names: words (AND), "phrases", prefix*
/// @param receivedFrom inclusive
/// @param receivedUntil exclusive
/// @param asAt only versions valid then; null for all versions ever, newest of each item first
/// @param limit results on a page, 1 to 1,000
/// @param after the cursor of the page before; null for the first
public record SearchQuery(
        @Nullable String words,
        @Nullable String sender,
        @Nullable String subject,
        @Nullable MailboxId mailbox,
        @Nullable FolderId folder,
        @Nullable Instant receivedFrom,
        @Nullable Instant receivedUntil,
        @Nullable Instant asAt,
        Order order,
        int limit,
        @Nullable String after) {
    public enum Order {
        RELEVANCE,
        NEWEST_FIRST
    }

    public SearchQuery {
        if (limit < 1 || limit > 1_000) {
            throw new IllegalArgumentException("A search page holds 1 to 1,000 results, not " + limit + ".");
        }
    }

    public static SearchQuery words(String words) {
        return new SearchQuery(words, null, null, null, null, null, null, null, Order.RELEVANCE, 50, null);
    }
}
