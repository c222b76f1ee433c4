package org.postern.console.job;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;

/// Which of a mailbox's messages to take: all, those of a folder, or those named; as at an instant.
///
/// @param folder null for all folders
/// @param items empty for all of them
/// @param asAt null for now
public record Scope(
        MailboxId mailbox,
        @Nullable FolderId folder,
        boolean includeSubfolders,
        List<ItemId> items,
        @Nullable Instant asAt) {
    public static final int ITEMS_MAX = 10_000;

    public Scope {
        items = List.copyOf(items);
        if (items.size() > ITEMS_MAX) {
            throw new IllegalArgumentException(
                    "At most " + ITEMS_MAX + " messages can be named; name their folder instead.");
        }
    }
}
