package org.postern.lab.ews;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.postern.lab.world.FolderView;
import org.postern.lab.world.Item;
import org.postern.lab.world.MailboxStore;
import org.postern.lab.world.WellKnown;

/// A mailbox's folders as EWS shows them: above Graph's root there is one more, with Recoverable Items beside it.
final class FolderTree {
    /// The root that holds the top of the information store and Recoverable Items.
    static final long ROOT = 0;
    private static final long RECOVERABLE_ROOT = -1;
    private static final Set<WellKnown> NOT_IN_EWS = Set.of(WellKnown.ARCHIVE);

    private final MailboxStore store;
    private final long top;
    private final long deletions;

    FolderTree(MailboxStore store) {
        this.store = store;
        this.top = store.folder(WellKnown.MSGFOLDERROOT).number();
        this.deletions = store.folder(WellKnown.RECOVERABLEITEMSDELETIONS).number();
    }

    /// The folder whose distinguished id this is, in any case.
    Optional<FolderView> distinguished(String id) {
        return switch (id.toLowerCase(Locale.ROOT)) {
            case "root" -> folder(ROOT);
            case "recoverableitemsroot" -> folder(RECOVERABLE_ROOT);
            default ->
                WellKnown.byGraphName(id)
                        .filter(role -> !NOT_IN_EWS.contains(role))
                        .flatMap(role -> folder(store.folder(role).number()));
        };
    }

    /// The distinguished id of a folder; empty when it has none.
    static Optional<String> distinguishedId(FolderView folder) {
        if (folder.number() == ROOT) {
            return Optional.of("root");
        }
        return folder.number() == RECOVERABLE_ROOT
                ? Optional.of("recoverableitemsroot")
                : folder.wellKnown().filter(role -> !NOT_IN_EWS.contains(role)).map(WellKnown::graphName);
    }

    Optional<FolderView> folder(long number) {
        if (number == ROOT) {
            return Optional.of(above(ROOT, "Root", List.of()));
        }
        return number == RECOVERABLE_ROOT
                ? Optional.of(above(RECOVERABLE_ROOT, "Recoverable Items", List.of("Recoverable Items")))
                : store.folder(number).map(this::shown);
    }

    private static FolderView above(long number, String name, List<String> path) {
        return new FolderView(number, ROOT, name, path, Optional.empty(), true, 0, 0, 0, 0, 1);
    }

    private FolderView shown(FolderView folder) {
        return folder.number() != deletions
                ? folder
                : new FolderView(
                        folder.number(),
                        RECOVERABLE_ROOT,
                        folder.name(),
                        folder.path(),
                        folder.wellKnown(),
                        true,
                        folder.childFolders(),
                        folder.items(),
                        folder.unread(),
                        folder.bytes(),
                        folder.syncGeneration());
    }

    List<FolderView> children(FolderView parent) {
        if (parent.number() == ROOT) {
            return List.of(folder(top).orElseThrow(), folder(RECOVERABLE_ROOT).orElseThrow());
        }
        if (parent.number() == RECOVERABLE_ROOT) {
            return List.of(folder(deletions).orElseThrow());
        }
        return store.childFolders(parent.number()).stream()
                .filter(folder -> folder.number() != deletions)
                .toList();
    }

    /// All folders inside another, parents before children.
    List<FolderView> inside(FolderView parent) {
        List<FolderView> all = new ArrayList<>(children(parent));
        for (int i = 0; i < all.size(); i++) {
            all.addAll(children(all.get(i)));
        }
        return all;
    }

    boolean isInside(long number, FolderView parent) {
        Optional<FolderView> at = folder(number);
        while (at.isPresent() && at.get().number() != ROOT) {
            if (at.get().parent() == parent.number()) {
                return true;
            }
            at = folder(at.get().parent());
        }
        return false;
    }

    /// Newest first.
    List<Item> items(FolderView folder) {
        return folder.number() <= ROOT ? List.of() : store.items(folder.number());
    }

    /// Whether the folder is one that clients may not rename, move or delete.
    static boolean isDistinguished(FolderView folder) {
        return folder.number() <= ROOT || folder.wellKnown().isPresent();
    }
}
