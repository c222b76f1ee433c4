package org.postern.lab.source;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One folder of a mailbox with its messages.
///
/// Either a well-known folder (its path is then ignored), or a folder named by its path from the mailbox's root;
/// parents that are not listed are made. A path may start with a well-known folder's English display name
/// (`Inbox`, `Drafts`, `Sent Items`, `Deleted Items`, `Archive`, `Junk Email`), which then is its parent.
public final class Folder {
    private final List<String> path;
    private final @Nullable WellKnownFolder wellKnown;
    private final List<Message> messages;

    private Folder(List<String> path, @Nullable WellKnownFolder wellKnown, List<Message> messages) {
        this.path = List.copyOf(path);
        this.wellKnown = wellKnown;
        this.messages = List.copyOf(messages);
    }

    /// A folder by its path, such as `["Projects", "Harbour"]`; no name is blank.
    public static Folder named(List<String> path, List<Message> messages) {
        if (path.isEmpty() || path.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("A folder's path needs names that are not blank: " + path);
        }
        return new Folder(path, null, messages);
    }

    public static Folder wellKnown(WellKnownFolder folder, List<Message> messages) {
        return new Folder(List.of(), folder, messages);
    }

    /// The names from the mailbox's root; empty for a well-known folder.
    public List<String> path() {
        return path;
    }

    public Optional<WellKnownFolder> wellKnown() {
        return Optional.ofNullable(wellKnown);
    }

    public List<Message> messages() {
        return messages;
    }
}
