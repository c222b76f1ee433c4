package org.postern.mail;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a mail service says of one folder: its name and its place in the tree.
///
/// @param parentId null for a folder directly below the mailbox's root
/// @param wellKnownName Graph's name such as `inbox` or `sentitems`; null for a user's own folder
/// @param messageCount how many messages the service says it holds, a figure to check a sync by; -1 where unknown
public record FolderState(
        FolderId id,
        @Nullable FolderId parentId,
        String name,
        @Nullable String wellKnownName,
        int messageCount) {
    public Optional<FolderId> parent() {
        return Optional.ofNullable(parentId);
    }

    public Optional<String> wellKnown() {
        return Optional.ofNullable(wellKnownName);
    }
}
