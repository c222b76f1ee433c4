package org.postern.cli.offline;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;
import org.postern.mail.MailboxId;
import org.postern.vault.FolderVersion;
import org.postern.vault.MessageVersion;

/// Where folders and messages go on disk: those of a tree where they were, those of a mail service by their names.
final class FolderNames {
    private static final int NAME_MAX = 80;
    private static final int DEPTH_MAX = 300; // Exchange's own limit of nested folders.
    private final Path root;
    private final boolean tree;
    private final Map<FolderId, FolderState> states = new HashMap<>();
    private final Map<FolderId, Path> directories = new HashMap<>();
    private final Set<String> taken = new HashSet<>();

    FolderNames(Path root, MailboxId mailbox, List<FolderVersion> folders) {
        this.root = root;
        this.tree = Trees.isTree(mailbox);
        folders.forEach(folder -> states.put(folder.state().id(), folder.state()));
    }

    Path directory(FolderId id) {
        return tree ? TreePath.resolve(root, id.value()) : directory(id, 0);
    }

    private Path directory(FolderId id, int depth) {
        Path known = directories.get(id);
        FolderState state = states.get(id);
        if (known != null || state == null || depth > DEPTH_MAX) {
            return known == null ? root : known;
        }
        FolderId parent = state.parentId();
        Path above = parent == null ? root : directory(parent, depth + 1);
        Path path = above.resolve(safe(state.name()));
        for (int i = 2; !taken.add(path.toString().toLowerCase(Locale.ROOT)); i++) {
            path = above.resolve(safe(state.name()) + " (" + i + ")");
        }
        directories.put(id, path);
        return path;
    }

    /// A file name that tells a person what it is, and is unlike any other's.
    static String file(MessageVersion version) {
        String subject = version.subject().isBlank() ? "no subject" : version.subject();
        String mark = Integer.toHexString(Objects.hash(version.state().id().value()))
                + version.content().map(name -> name.hex().substring(0, 8)).orElse("");
        return version.state().receivedAt().toString().substring(0, 10) + " " + safe(subject) + " " + mark + ".eml";
    }

    static String safe(String name) {
        StringBuilder safe = new StringBuilder();
        name.codePoints().limit(NAME_MAX).forEach(c -> safe.appendCodePoint(isSafe(c) ? c : '_'));
        String trimmed = safe.toString().strip();
        return trimmed.isEmpty() || trimmed.startsWith(".") ? "_" + trimmed : trimmed;
    }

    private static boolean isSafe(int c) {
        return !Character.isISOControl(c)
                && "/\\:*?\"<>|".indexOf(c) < 0
                && Character.getType(c) != Character.FORMAT
                && Character.getType(c) != Character.SURROGATE;
    }
}
