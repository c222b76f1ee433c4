package org.postern.console.mailbox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postern.mail.FolderId;
import org.postern.vault.FolderVersion;

/// The folders of a mailbox in the order in which people look for them, each with its path.
///
/// A parent that is not there, or a ring of parents, makes a folder one of the root's: no folder is lost to sight.
public final class FolderTree {
    private static final List<String> FIRST =
            List.of("inbox", "drafts", "sentitems", "archive", "deleteditems", "junkemail", "outbox");
    private static final int DEPTH_MAX = 100;

    /// A folder in its place.
    ///
    /// @param path names from the root joined by `/`, a `/` in a name written `%2F`
    /// @param depth 0 directly below the root
    public record Node(FolderVersion folder, String path, int depth) {}

    private final Map<FolderId, FolderVersion> byId = new HashMap<>();
    private final Map<FolderId, List<FolderVersion>> children = new HashMap<>();
    private final List<FolderVersion> roots = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Set<FolderId> placed = new HashSet<>();

    private FolderTree(List<FolderVersion> folders) {
        folders.forEach(folder -> byId.put(folder.state().id(), folder));
        for (FolderVersion folder : folders) {
            FolderId parent = folder.state().parentId();
            if (parent == null || !byId.containsKey(parent)) {
                roots.add(folder);
            } else {
                children.computeIfAbsent(parent, _ -> new ArrayList<>()).add(folder);
            }
        }
        place(roots, "", 0);
        place(folders, "", 0);
    }

    /// All folders, each after its parent.
    public static List<Node> of(List<FolderVersion> folders) {
        return List.copyOf(new FolderTree(folders).nodes);
    }

    private void place(List<FolderVersion> siblings, String above, int depth) {
        siblings.stream().sorted(ORDER).forEach(folder -> {
            if (depth < DEPTH_MAX && placed.add(folder.state().id())) {
                String path = above + folder.state().name().replace("/", "%2F");
                nodes.add(new Node(folder, path, depth));
                place(children.getOrDefault(folder.state().id(), List.of()), path + "/", depth + 1);
            }
        });
    }

    private static final Comparator<FolderVersion> ORDER = Comparator.<FolderVersion>comparingInt(
                    folder -> rank(folder.state().wellKnownName()))
            .thenComparing(folder -> folder.state().name(), String.CASE_INSENSITIVE_ORDER)
            .thenComparing(folder -> folder.state().id().value());

    private static int rank(@Nullable String wellKnownName) {
        int rank = wellKnownName == null ? -1 : FIRST.indexOf(wellKnownName);
        return rank < 0 ? FIRST.size() : rank;
    }
}
