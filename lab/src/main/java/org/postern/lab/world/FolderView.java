package org.postern.lab.world;

import java.util.List;
import java.util.Optional;

/// A mail folder as it was at one moment.
///
/// @param path the names from the mailbox's root, the folder's own last; empty for the root
public record FolderView(
        long number,
        long parent,
        String name,
        List<String> path,
        Optional<WellKnown> wellKnown,
        boolean hidden,
        int childFolders,
        int items,
        int unread,
        long bytes,
        int syncGeneration) {
    /// The path as people write it: `Projects/Harbour`.
    public String pathText() {
        return String.join("/", path);
    }
}
