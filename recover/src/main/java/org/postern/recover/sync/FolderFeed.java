package org.postern.recover.sync;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postern.connections.ConnectionException;
import org.postern.connections.MailReader.ChangePage;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;
import org.postern.vault.FolderVersion;

/// Reads the change feed of a mailbox's folder tree to its end.
final class FolderFeed {
    static final String SCOPE = "folders";
    private static final int RESTARTS_MAX = 3;

    private final RoundContext round;
    private final Map<FolderId, FolderVersion> known;

    FolderFeed(RoundContext round, Map<FolderId, FolderVersion> known) {
        this.round = round;
        this.known = known;
    }

    /// What the feed said: folders there (new, changed, or all of them), folders gone, and the state to keep when all
    /// of it is durable.
    record Reading(Map<FolderId, FolderState> present, Set<FolderId> removed, String nextState) {}

    Reading read() {
        String start = round.syncState(SCOPE).orElse(null);
        Listing listing = list(start);
        if (!listing.complete && nameTaken(listing)) {
            listing = list(null);
        }
        return listing.reading(known.keySet());
    }

    private Listing list(@Nullable String start) {
        Listing listing = new Listing(start);
        for (int restarts = 0; restarts <= RESTARTS_MAX; restarts++) {
            if (listing.readToEnd()) {
                return listing;
            }
            listing = new Listing(null);
        }
        throw new ConnectionException(
                ConnectionException.Kind.RETRYABLE,
                "The service forgot its place in the folder list of " + round.address()
                        + " again and again. The next sync tries anew.");
    }

    /// Two folders of one name cannot be side by side: then the older was deleted, and the feed did not say so.
    private boolean nameTaken(Listing listing) {
        Set<String> names = new HashSet<>();
        listing.present.values().forEach(folder -> names.add(place(folder)));
        return known.values().stream()
                .map(FolderVersion::state)
                .anyMatch(folder -> !listing.present.containsKey(folder.id())
                        && !listing.removed.contains(folder.id())
                        && names.contains(place(folder)));
    }

    private static String place(FolderState folder) {
        return folder.parent().map(FolderId::value).orElse("")
                + '\n'
                + folder.name().toLowerCase(Locale.ROOT);
    }

    /// One way through the feed.
    private final class Listing {
        private final boolean complete;
        private final Map<FolderId, FolderState> present = new LinkedHashMap<>();
        private final Set<FolderId> removed = new LinkedHashSet<>();
        private @Nullable String position;

        Listing(@Nullable String start) {
            complete = start == null;
            position = start;
        }

        /// @return false when the service has lost its place
        boolean readToEnd() {
            while (true) {
                round.progress().check();
                switch (round.reader().folderChanges(round.mailbox(), position)) {
                    case ChangePage.Changes<FolderState, FolderId> page -> {
                        boolean stuck = !page.last() && page.nextState().equals(position);
                        take(page);
                        if (page.last()) {
                            return true;
                        }
                        if (stuck) {
                            return false;
                        }
                    }
                    case ChangePage.StateExpired<FolderState, FolderId> _ -> {
                        return false;
                    }
                    case ChangePage.FolderGone<FolderState, FolderId> _ ->
                        throw new ConnectionException(
                                ConnectionException.Kind.PERMANENT,
                                "The mailbox " + round.address() + " is listed in the directory but cannot be opened."
                                        + " Check that it has a licence and a mailbox; what the vault has is kept.");
                }
            }
        }

        private void take(ChangePage.Changes<FolderState, FolderId> page) {
            for (FolderId id : page.removed()) {
                removed.add(id);
                present.remove(id);
            }
            for (FolderState folder : page.present()) {
                present.put(folder.id(), folder);
                removed.remove(folder.id());
            }
            position = page.nextState();
        }

        Reading reading(Collection<FolderId> before) {
            if (complete) {
                before.stream().filter(id -> !present.containsKey(id)).forEach(removed::add);
            }
            String end = position;
            if (end == null) {
                throw new IllegalStateException("a feed read to its end has a state");
            }
            removed.retainAll(before);
            return new Reading(present, removed, end);
        }
    }
}
