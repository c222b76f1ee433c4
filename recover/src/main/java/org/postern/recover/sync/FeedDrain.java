package org.postern.recover.sync;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.recover.sync.MessageFeed.PageRead;
import org.postern.vault.MessageVersion;

/// Reads the message feeds of a mailbox's folders to their end and stores what they say.
///
/// Pages of many folders are read at the same time, so that they share batches, and share a commit; while one set is
/// being stored the next is being read. A feed that fails stops no other.
final class FeedDrain {
    private static final int VERIFY_AT_ONCE = 500;

    private final RoundContext round;
    private final Commits commits;
    private final Intake intake;
    private final Executor readers;
    private final Map<FolderId, MessageFeed> drained = new HashMap<>();
    private final Map<FolderId, PageRead.Failed> failed = new HashMap<>();
    private final Set<FolderId> gone = new HashSet<>();

    FeedDrain(RoundContext round, Commits commits, Intake intake, Executor readers) {
        this.round = round;
        this.commits = commits;
        this.intake = intake;
        this.readers = readers;
    }

    /// The feeds that were read to their end.
    Map<FolderId, MessageFeed> drained() {
        return drained;
    }

    /// The folders that could not be read.
    Map<FolderId, PageRead.Failed> failed() {
        return failed;
    }

    /// The folders that the service does not know any more.
    Set<FolderId> gone() {
        return gone;
    }

    void drain(Collection<MessageFeed> feeds) {
        Deque<MessageFeed> waiting = new ArrayDeque<>(feeds);
        List<CompletableFuture<PageRead>> reading = start(waiting);
        while (!reading.isEmpty()) {
            List<PageRead> reads = reading.stream().map(FeedDrain::join).toList();
            unfinished(reads).reversed().forEach(waiting::addFirst);
            reading = start(waiting);
            try {
                store(reads);
            } catch (RuntimeException e) {
                // Whoever unwinds from here must find no reader still at work on this round.
                reading.forEach(read -> read.exceptionally(_ -> null).join());
                throw e;
            }
        }
    }

    /// Asks after the folder's messages that the vault has and `doubtful` picks.
    ///
    /// @return how many of them are in the folder after all
    int verify(FolderId folder, Predicate<ItemId> doubtful) {
        int there = 0;
        ItemId after = null;
        List<MessageVersion> versions;
        do {
            round.progress().check();
            versions = round.vault().messages(round.tenant(), round.mailbox(), folder, null, after, VERIFY_AT_ONCE);
            List<ItemId> ids = versions.stream()
                    .map(version -> version.state().id())
                    .filter(doubtful)
                    .toList();
            there += intake.verify(ids, folder);
            commits.commit();
            after = versions.isEmpty() ? null : versions.getLast().state().id();
        } while (versions.size() == VERIFY_AT_ONCE);
        return there;
    }

    private List<CompletableFuture<PageRead>> start(Deque<MessageFeed> waiting) {
        List<CompletableFuture<PageRead>> reading = new ArrayList<>();
        while (!waiting.isEmpty() && reading.size() < round.limits().foldersAtOnce()) {
            MessageFeed feed = waiting.removeFirst();
            reading.add(CompletableFuture.supplyAsync(() -> feed.read(round.reader(), round.mailbox()), readers));
        }
        return reading;
    }

    private static PageRead join(CompletableFuture<PageRead> reading) {
        try {
            return reading.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static List<MessageFeed> unfinished(List<PageRead> reads) {
        return reads.stream()
                .filter(read -> read instanceof PageRead.Page page && !page.last())
                .map(PageRead::feed)
                .toList();
    }

    private void store(List<PageRead> reads) {
        round.progress().check();
        List<PageRead.Page> pages = new ArrayList<>();
        for (PageRead read : reads) {
            switch (read) {
                case PageRead.Page page -> pages.add(page);
                case PageRead.Gone(var feed) -> gone.add(feed.folder());
                case PageRead.Failed failure -> failed.put(failure.feed().folder(), failure);
            }
        }
        intake.take(pages);
        pages.forEach(this::finish);
        commits.commit();
    }

    /// Keeps the page's state, or, where a folder is enumerated to be reconciled, reconciles it at the end and keeps
    /// only the last state: going on in the middle after a crash would miss what was listed before it.
    private void finish(PageRead.Page page) {
        MessageFeed feed = page.feed();
        boolean reconcile = feed.listed().isPresent();
        if (page.last() && reconcile) {
            IdSet listed = feed.listed().orElseThrow();
            commits.commit();
            verify(feed.folder(), id -> !listed.contains(id));
        }
        if (page.last()) {
            drained.put(feed.folder(), feed);
        }
        if (page.last() || !reconcile) {
            keep(MessageFeed.scope(feed.folder()), page.nextState());
        }
    }

    private void keep(String scope, String state) {
        if (!round.syncState(scope).map(state::equals).orElse(false)) {
            commits.state(scope, state);
        }
    }
}
