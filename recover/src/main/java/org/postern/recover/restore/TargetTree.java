package org.postern.recover.restore;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;
import org.postern.recover.RecoverException;
import org.postern.recover.RestoreRequest;
import org.postern.recover.RestoreRequest.Place;
import org.postern.recover.RestoreRequest.Scope;
import org.postern.vault.FolderVersion;

/// Says which folder of the target stands for a folder of the source, and makes it where it is gone.
final class TargetTree {
    private static final DateTimeFormatter INSTANT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH.mm.ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Target ROOT = new Target(null, "", false);

    private final RestoreRequest request;
    private final SourceTree source;
    private final Maker maker;
    private final Map<FolderId, FolderState> current = new LinkedHashMap<>();
    private final Map<FolderId, Target> resolved = new HashMap<>();
    private final List<String> made = new ArrayList<>();
    private final Set<String> planned = new HashSet<>();

    TargetTree(RestoreRequest request, SourceTree source, List<FolderVersion> target, Maker maker) {
        this.request = request;
        this.source = source;
        this.maker = maker;
        target.forEach(folder -> current.put(folder.state().id(), folder.state()));
    }

    /// Makes a folder, or says nothing when it is only planned.
    interface Maker {
        Optional<FolderState> make(@Nullable FolderId parent, String name);
    }

    /// A folder of the target.
    ///
    /// @param id null for the root, and for a folder that is only planned
    /// @param trash whether it is Deleted Items or below it
    record Target(@Nullable FolderId id, String path, boolean trash) {
        Optional<FolderId> folder() {
            return Optional.ofNullable(id);
        }
    }

    static boolean isTrash(FolderState folder) {
        return folder.wellKnown()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(name -> name.equals("deleteditems") || name.startsWith("recoverableitems"))
                .isPresent();
    }

    /// Paths of the folders that were made, or would be.
    List<String> made() {
        return made;
    }

    /// @param folder a folder of the source as at the instant
    Target resolve(FolderState folder) {
        Target known = resolved.get(folder.id());
        if (known == null) {
            known = switch (request.place()) {
                case Place.Original() -> original(folder);
                case Place.Under(var top) -> below(existing(top), folder);
                case Place.RecoveredFolder() ->
                    below(child(ROOT, "Recovered " + INSTANT.format(request.asAt())), folder);
            };
            resolved.put(folder.id(), known);
        }
        return known;
    }

    boolean inTrash(FolderId folder) {
        return path(folder).stream().anyMatch(TargetTree::isTrash);
    }

    String pathText(FolderId folder) {
        return String.join("/", path(folder).stream().map(FolderState::name).toList());
    }

    private List<FolderState> path(FolderId folder) {
        return new SourceTree(current.values().stream()
                        .map(state -> new FolderVersion(state, 0, request.asAt(), null))
                        .toList())
                .path(current.getOrDefault(folder, new FolderState(folder, null, "(unknown folder)", null, -1)));
    }

    /// Where the folder was: the same one unless it was thrown away since, else one of its place and name.
    private Target original(FolderState folder) {
        Target at = ROOT;
        for (FolderState step : source.path(folder)) {
            Target same = same(step);
            at = same == null ? child(at, step.name()) : same;
        }
        return at;
    }

    private @Nullable Target same(FolderState folder) {
        boolean there = request.source().equals(request.target()) && current.containsKey(folder.id());
        if (there && (!inTrash(folder.id()) || source.inTrash(folder))) {
            return target(folder.id());
        }
        return folder.wellKnown()
                .flatMap(name -> current.values().stream()
                        .filter(other -> name.equals(other.wellKnownName()))
                        .findFirst())
                .map(other -> target(other.id()))
                .orElse(null);
    }

    private Target below(Target top, FolderState folder) {
        if (request.scope() instanceof Scope.Items) {
            return top;
        }
        FolderId first = request.scope() instanceof Scope.OneFolder one ? one.folder() : null;
        Target at = top;
        boolean within = first == null;
        for (FolderState step : source.path(folder)) {
            within |= step.id().equals(first);
            at = within ? child(at, step.name()) : at;
        }
        return at;
    }

    private Target existing(FolderId folder) {
        if (!current.containsKey(folder)) {
            throw new RecoverException(
                    RecoverException.Kind.PERMANENT,
                    "The folder to restore to is not in the target mailbox. Choose one that is there.");
        }
        return target(folder);
    }

    private Target child(Target parent, String name) {
        boolean plannedParent = parent.id() == null && !parent.equals(ROOT);
        Optional<FolderState> there = plannedParent
                ? Optional.empty()
                : current.values().stream()
                        .filter(folder -> folder.parent().equals(parent.folder())
                                && folder.name().equalsIgnoreCase(name))
                        .findFirst();
        if (there.isPresent()) {
            return target(there.get().id());
        }
        String path = parent.path().isEmpty() ? name : parent.path() + "/" + name;
        if (planned.add(path)) {
            made.add(path);
        }
        return maker.make(parent.id(), name)
                .map(folder -> {
                    current.put(folder.id(), folder);
                    return target(folder.id());
                })
                .orElseGet(() -> new Target(null, path, parent.trash()));
    }

    private Target target(FolderId folder) {
        return new Target(folder, pathText(folder), inTrash(folder));
    }
}
