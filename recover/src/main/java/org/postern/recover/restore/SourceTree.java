package org.postern.recover.restore;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;
import org.postern.recover.RecoverException;
import org.postern.recover.RestoreRequest.Scope;
import org.postern.vault.FolderVersion;

/// The source mailbox's folders as at the instant.
final class SourceTree {
    private final Map<FolderId, FolderVersion> folders = new LinkedHashMap<>();

    SourceTree(List<FolderVersion> folders) {
        folders.forEach(folder -> this.folders.put(folder.state().id(), folder));
    }

    Optional<FolderState> find(FolderId folder) {
        return Optional.ofNullable(folders.get(folder)).map(FolderVersion::state);
    }

    /// The folders of the scope, parents before children; none for single items.
    List<FolderVersion> selected(Scope scope) {
        return switch (scope) {
            case Scope.WholeMailbox() -> parentsFirst(folders.keySet());
            case Scope.OneFolder(var folder, var withSubfolders) -> {
                if (!folders.containsKey(folder)) {
                    throw new RecoverException(
                            RecoverException.Kind.PERMANENT,
                            "The folder was not in the mailbox at that instant. Choose another instant or folder.");
                }
                yield parentsFirst(withSubfolders ? below(folder) : Set.of(folder));
            }
            case Scope.Items _ -> List.of();
        };
    }

    /// The folder and those above it, the topmost first; ends early where the tree has a loop or a gap.
    List<FolderState> path(FolderState folder) {
        Set<FolderId> seen = new LinkedHashSet<>();
        List<FolderState> path = new ArrayList<>();
        Optional<FolderState> at = Optional.of(folder);
        while (at.isPresent() && seen.add(at.get().id())) {
            path.addFirst(at.get());
            at = at.get().parent().flatMap(this::find);
        }
        return path;
    }

    boolean inTrash(FolderState folder) {
        return path(folder).stream().anyMatch(TargetTree::isTrash);
    }

    String pathText(FolderState folder) {
        return path(folder).stream().map(FolderState::name).collect(Collectors.joining("/"));
    }

    private Set<FolderId> below(FolderId top) {
        return folders.values().stream()
                .map(FolderVersion::state)
                .filter(folder ->
                        path(folder).stream().anyMatch(above -> above.id().equals(top)))
                .map(FolderState::id)
                .collect(Collectors.toSet());
    }

    private List<FolderVersion> parentsFirst(Set<FolderId> chosen) {
        return folders.values().stream()
                .filter(folder -> chosen.contains(folder.state().id()))
                .sorted(Comparator.comparingInt(
                                (FolderVersion folder) -> path(folder.state()).size())
                        .thenComparing(folder -> pathText(folder.state())))
                .toList();
    }
}
