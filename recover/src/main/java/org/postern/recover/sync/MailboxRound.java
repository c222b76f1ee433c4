package org.postern.recover.sync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;
import org.postern.recover.sync.CountCheck.Figures;
import org.postern.recover.sync.FolderFeed.Reading;
import org.postern.recover.sync.MessageFeed.PageRead;
import org.postern.vault.FolderVersion;

/// One round of one mailbox: its folders, the messages of all folders, the folders that are gone, the service's counts,
/// and what could not be had before.
///
/// The folder feed's state is kept last: a round that breaks off hears of the same folders again.
final class MailboxRound {
    private final RoundContext round;
    private final Commits commits;
    private final MissingMessages missing;
    private final Executor readers;
    private final Reading folders;
    private final Map<FolderId, FolderVersion> known;
    private final LiveFolders live;
    private final Intake intake;

    /// @param folders what the folder feed says now
    /// @param known the folders that the vault has
    MailboxRound(
            RoundContext round,
            Commits commits,
            MissingMessages missing,
            Executor readers,
            Reading folders,
            Map<FolderId, FolderVersion> known) {
        this.round = round;
        this.commits = commits;
        this.missing = missing;
        this.readers = readers;
        this.folders = folders;
        this.known = known;
        this.live = new LiveFolders(round, commits, shown(folders, known.keySet()), folders.nextState());
        this.intake = new Intake(round, commits, missing, live);
    }

    private static Set<FolderId> shown(Reading folders, Set<FolderId> known) {
        Set<FolderId> shown = new LinkedHashSet<>(known);
        shown.addAll(folders.present().keySet());
        shown.removeAll(folders.removed());
        return shown;
    }

    /// @param only the folders to read of those that are known; all when none is named
    void run(Set<FolderId> only) {
        noteFolders();
        FeedDrain drain = new FeedDrain(round, commits, intake, readers);
        drain.drain(feeds(only));
        Set<FolderId> gone = new LinkedHashSet<>(folders.removed());
        gone.addAll(drain.gone());
        boolean ended = endFolders(gone, drain);
        keepFolderState(ended ? folders.nextState() : null);
        commits.commit();
        checkCounts(drain);
        warnOfFailed(drain, names());
        intake.fetch(missing.due());
        commits.commit();
    }

    private void noteFolders() {
        for (FolderState folder : folders.present().values()) {
            FolderVersion before = known.get(folder.id());
            if (before == null || !samePlaceAndName(before.state(), folder)) {
                commits.writer().putFolder(folder);
            }
        }
    }

    private static boolean samePlaceAndName(FolderState one, FolderState other) {
        return one.name().equals(other.name())
                && one.parent().equals(other.parent())
                && one.wellKnown().equals(other.wellKnown());
    }

    private List<MessageFeed> feeds(Set<FolderId> only) {
        List<MessageFeed> feeds = new ArrayList<>();
        for (FolderId folder : live.all()) {
            String state = round.syncState(MessageFeed.scope(folder)).orElse(null);
            FolderVersion before = known.get(folder);
            boolean holdsSome = before != null && before.messages() > 0;
            boolean leftOut = before == null ? saidToBeEmpty(folder) : !only.isEmpty() && !only.contains(folder);
            if (!leftOut) {
                feeds.add(
                        state == null && holdsSome ? MessageFeed.reconciling(folder) : MessageFeed.from(folder, state));
            }
        }
        return feeds;
    }

    /// A folder that is new and empty has nothing to tell; a later round begins its feed. Half of the folders of
    /// small mailboxes are so.
    private boolean saidToBeEmpty(FolderId folder) {
        FolderState said = folders.present().get(folder);
        return said != null && said.messageCount() == 0;
    }

    /// Ends folders after asking where their messages are.
    ///
    /// @return false when messages say that they are still in one: then all folders are to be listed anew
    private boolean endFolders(Set<FolderId> gone, FeedDrain drain) {
        boolean allEnded = true;
        for (FolderId folder : gone) {
            if (drain.verify(folder, _ -> true) == 0) {
                commits.writer().removeFolder(folder);
                commits.state(MessageFeed.scope(folder), null);
            } else {
                allEnded = false;
            }
        }
        return allEnded;
    }

    private void keepFolderState(@Nullable String state) {
        if (!round.syncState(FolderFeed.SCOPE).equals(Optional.ofNullable(state))) {
            commits.state(FolderFeed.SCOPE, state);
        }
    }

    private void checkCounts(FeedDrain drain) {
        CountCheck check = new CountCheck(round, commits);
        List<MessageFeed> mistrusted = mistrusted(check, drain.drained());
        if (!mistrusted.isEmpty()) {
            FeedDrain again = new FeedDrain(round, commits, intake, readers);
            again.drain(mistrusted);
            mistrusted(check, again.drained());
        }
        commits.commit();
    }

    private List<MessageFeed> mistrusted(CountCheck check, Map<FolderId, MessageFeed> drained) {
        Map<FolderId, FolderVersion> held = round.folders();
        List<MessageFeed> mistrusted = new ArrayList<>();
        drained.forEach((folder, feed) -> {
            FolderVersion version = held.get(folder);
            if (version != null) {
                FolderState reported = folders.present().get(folder);
                int count = reported == null ? -1 : reported.messageCount();
                boolean enumerated = feed.listed().isPresent();
                if (check.mistrusts(folder, new Figures(count, version.messages(), feed.changed(), enumerated))) {
                    mistrusted.add(MessageFeed.reconciling(folder));
                }
            }
        });
        return mistrusted;
    }

    private Map<FolderId, String> names() {
        Map<FolderId, String> names = new HashMap<>();
        known.forEach((id, version) -> names.put(id, version.state().name()));
        folders.present().forEach((id, folder) -> names.put(id, folder.name()));
        return names;
    }

    private void warnOfFailed(FeedDrain drain, Map<FolderId, String> names) {
        for (PageRead.Failed failure : drain.failed().values()) {
            String name = names.getOrDefault(failure.feed().folder(), "(no name)");
            round.tally()
                    .warn("Folder \"" + name + "\" could not be read: " + failure.reason()
                            + " It is tried again at the next sync.");
        }
    }
}
