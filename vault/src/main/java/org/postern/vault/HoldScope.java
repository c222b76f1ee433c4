package org.postern.vault;

import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;

/// What a hold keeps from being forgotten.
public sealed interface HoldScope {
    int QUERY_MAX = 2_000;

    /// All versions of a mailbox.
    record OfMailbox(MailboxId mailbox) implements HoldScope {}

    /// All versions of an item.
    record OfItem(MailboxId mailbox, ItemId item) implements HoldScope {}

    /// All versions of each item that the query finds, or of which it cannot be said: asked anew whenever something is
    /// to be forgotten, so that what comes later is held too.
    record OfSearch(String query) implements HoldScope {
        public OfSearch {
            if (query.isBlank() || query.length() > QUERY_MAX) {
                throw new IllegalArgumentException("A query of a hold has 1 to " + QUERY_MAX + " characters.");
            }
        }
    }
}
