package org.postern.lab.source;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Gathers the messages of one mailbox by folder, and knows folders like `Sent` or `Trash` by their usual names.
final class MailboxTree {
    private static final int NAME_MAX = 200;

    private final Map<WellKnownFolder, List<Message>> known = new LinkedHashMap<>();
    private final Map<String, List<String>> paths = new LinkedHashMap<>();
    private final Map<String, List<Message>> own = new LinkedHashMap<>();

    /// The well-known folder that a directory's name means, if any.
    static @Nullable WellKnownFolder wellKnown(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "inbox" -> WellKnownFolder.INBOX;
            case "sent", "sent items", "sent mail", "sent messages" -> WellKnownFolder.SENT_ITEMS;
            case "drafts", "draft" -> WellKnownFolder.DRAFTS;
            case "trash", "deleted items", "deleted messages", "deleted" -> WellKnownFolder.DELETED_ITEMS;
            case "junk", "junk email", "junk e-mail" -> WellKnownFolder.JUNK_EMAIL;
            case "archive", "archives" -> WellKnownFolder.ARCHIVE;
            default -> null;
        };
    }

    void add(WellKnownFolder folder, Message message) {
        known.computeIfAbsent(folder, _ -> new ArrayList<>()).add(message);
    }

    /// Adds to the folder of a path of directory names; the mailbox's own directory is its inbox.
    void add(List<String> path, Message message) {
        if (path.isEmpty()) {
            add(WellKnownFolder.INBOX, message);
            return;
        }
        WellKnownFolder folder = path.size() == 1 ? wellKnown(path.getFirst()) : null;
        if (folder != null) {
            add(folder, message);
            return;
        }
        folder(path).add(message);
    }

    /// The folder of a path, made when it is new. Like Exchange it sees no difference between `Foo` and `foo`.
    private List<Message> folder(List<String> path) {
        List<String> names = path.stream().map(MailboxTree::displayName).toList();
        String key = String.join("/", names).toLowerCase(Locale.ROOT);
        paths.putIfAbsent(key, names);
        return own.computeIfAbsent(key, _ -> new ArrayList<>());
    }

    List<Folder> folders() {
        List<Folder> folders = new ArrayList<>();
        known.forEach((folder, messages) -> folders.add(Folder.wellKnown(folder, messages)));
        own.forEach((key, messages) -> folders.add(Folder.named(paths.getOrDefault(key, List.of(key)), messages)));
        return folders;
    }

    boolean isEmpty() {
        return known.isEmpty() && own.isEmpty();
    }

    /// A directory's name as a folder may be called: no control characters, no slash, not endless.
    private static String displayName(String name) {
        String clean = name.replaceAll("[\\p{Cntrl}/]+", " ").strip();
        String some = clean.isEmpty() ? "unnamed" : clean;
        return some.length() <= NAME_MAX ? some : some.substring(0, NAME_MAX);
    }
}
