package org.postern.vault;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.postern.extract.TextExtractor;
import org.postern.vault.catalog.Catalog;
import org.postern.vault.catalog.Lookups;
import org.postern.vault.pack.Benches;
import org.postern.vault.search.Failure;
import org.postern.vault.search.IndexKey;
import org.postern.vault.search.IndexOpening;
import org.postern.vault.search.IndexUpkeep;
import org.postern.vault.search.SearchIndex;
import org.postern.vault.search.SearchResult;
import org.postern.vault.search.TextSource;
import org.postern.vault.store.ThreadEnd;

/// Keeps one tenant's search index up with its history, on a thread of its own.
///
/// It reads the change records in the packs, from where the index stands: nothing is queued in memory, and after a
/// crash or the loss of the index it simply goes on from an earlier change.
final class TenantIndexer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(TenantIndexer.class.getName());
    private static final long COMMIT_MILLIS = 5_000;
    private static final long QUIET_NANOS = 400_000_000L; // Mail that comes in is made safe first, then findable …
    private static final int SHOWN_FAILURES = 100;
    private static final long PATIENCE_NANOS = 20_000_000_000L; // … but it does not wait for ever.
    private final OpenTenant tenant;
    private final Catalog catalog;
    private final Lookups lookups;
    private final SearchIndex index;
    private final ChangeIndexer changes;
    private final IndexRetries retries = new IndexRetries(); // The thread's own.
    private final boolean readsDocuments;
    private final Thread thread;
    private long done; // Guarded by this, as the two below.
    private long wanted;
    private long lastChange = System.nanoTime();
    private long behindSince = System.nanoTime();
    private int searchers;
    private boolean purging = true; // What a crash kept from being purged is looked for once.
    private boolean closing;
    private @Nullable RuntimeException failure;

    /// @param extractor takes text out of documents; null where the program is not installed
    TenantIndexer(
            OpenTenant tenant,
            Catalog catalog,
            Lookups lookups,
            ContentStore contents,
            Benches benches,
            @Nullable TextExtractor extractor,
            Path folder) {
        this.tenant = tenant;
        this.catalog = catalog;
        this.lookups = lookups;
        this.wanted = catalog.applied(tenant.row()).sequence();
        IndexOpening.Ready ready = open(folder, wanted);
        this.index = ready.index();
        this.done = Math.max(0, ready.committedSequence());
        this.readsDocuments = extractor != null;
        this.changes = new ChangeIndexer(
                tenant,
                catalog,
                lookups,
                benches,
                new IndexSource(tenant, lookups, contents),
                new TextSource(extractor),
                index);
        index.failures(SHOWN_FAILURES).forEach(failure -> retries.remember(failure, System.nanoTime()));
        this.thread = Thread.ofPlatform().name("index-" + tenant.id()).daemon().start(this::run);
    }

    private static IndexOpening.Ready open(Path folder, long applied) {
        IndexOpening opening = SearchIndex.open(folder);
        if (opening instanceof IndexOpening.Ready ready) {
            if (ready.committedSequence() <= applied) {
                return ready;
            }
            ready.index().close(); // Of a history that is lost: such as packs put back from an older copy.
        }
        SearchIndex.erase(folder);
        if (SearchIndex.open(folder) instanceof IndexOpening.Ready fresh) {
            return fresh;
        }
        throw new VaultException(
                VaultException.Kind.RETRYABLE,
                "The search index in " + folder + " cannot be made. Check that the disk has room, then try again.");
    }

    /// The catalog is at this change now.
    synchronized void changed(long sequence) {
        if (done >= wanted) {
            behindSince = System.nanoTime();
        }
        if (sequence > wanted) {
            wanted = sequence;
            lastChange = System.nanoTime();
        }
        notifyAll();
    }

    /// Returns when all that is in the catalog now can be found.
    synchronized void awaitIndexed() {
        long target = wanted;
        awaitWhile(() -> done < target);
    }

    /// Lets the indexer's thread go on first, until it has done what is waited for or cannot any more.
    private synchronized void awaitWhile(BooleanSupplier notDone) {
        boolean interrupted = false;
        searchers++;
        notifyAll();
        while (notDone.getAsBoolean() && !closing && failure == null) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        searchers--;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            work();
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The search index of tenant " + tenant.id() + " stopped. It goes on when it is next needed.",
                    e);
            stopped(e);
        } finally {
            index.close();
        }
    }

    private void work() {
        long committed = System.nanoTime();
        long indexed = done();
        Optional<Long> next = next(COMMIT_MILLIS);
        while (next.isPresent()) {
            if (next.get() > indexed) {
                indexed = next.get();
                index(indexed);
                finished(indexed);
            } else {
                retryOne();
                purgeIfWanted();
            }
            if (System.nanoTime() - committed > COMMIT_MILLIS * 1_000_000) {
                index.commit(indexed);
                committed = System.nanoTime();
            }
            next = next(COMMIT_MILLIS);
        }
        index.commit(indexed);
    }

    private synchronized void stopped(RuntimeException cause) {
        failure = cause;
        notifyAll();
    }

    /// Why the thread stopped by itself; another indexer is to be made then.
    synchronized Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure);
    }

    private synchronized long done() {
        return done;
    }

    private synchronized void finished(long sequence) {
        done = sequence;
        notifyAll();
    }

    /// The change to index now, or the last one again when there is none after a while; empty when closing.
    @SuppressWarnings(
            "WaitNotInLoop") // Waking early does no harm: the caller loops, and must wake to commit the index.
    private synchronized Optional<Long> next(long waitMillis) {
        long postponed = postponedMillis();
        if (((done >= wanted && !(purging && searchers > 0)) || postponed > 0) && !closing) {
            try {
                wait(done >= wanted ? waitMillis : postponed);
            } catch (InterruptedException e) {
                closing = true; // Nobody interrupts this thread but a machine that stops.
            }
        }
        if (closing) {
            return Optional.empty();
        }
        return Optional.of(postponedMillis() > 0 ? done : Math.min(done + 1, wanted));
    }

    /// How long to let a sync have the machine first; nothing when someone searches or it has waited long enough.
    private long postponedMillis() {
        long now = System.nanoTime();
        if (done >= wanted || searchers > 0 || now - behindSince > PATIENCE_NANOS) {
            return 0;
        }
        return Math.max(0, (QUIET_NANOS - (now - lastChange)) / 1_000_000);
    }

    private void index(long sequence) {
        Optional<String> problem = changes.index(sequence);
        if (problem.isEmpty()) {
            if (retries.isWaiting(sequence)) {
                retries.succeeded(sequence);
                index.removeFailure(new Failure(sequence, 0, ""));
            }
            return;
        }
        int attempts = retries.failed(sequence, System.nanoTime());
        index.putFailure(new Failure(sequence, attempts, problem.get()));
        LOG.log(
                System.Logger.Level.WARNING,
                "Change {0} of tenant {1} could not be made searchable, attempt {2}: {3}",
                sequence,
                tenant.id(),
                attempts,
                problem.get());
    }

    /// What failed before, when its time has come; a sync that is under way goes first.
    private void retryOne() {
        retries.due(System.nanoTime()).ifPresent(this::index);
    }

    /// Deletes texts that no message refers to any more, when there is nothing else to do.
    private void purgeIfWanted() {
        if (isPurging()) {
            index.upkeep().purge();
            purged();
        }
    }

    private synchronized boolean isPurging() {
        return purging;
    }

    private synchronized void purged() {
        purging = false;
        notifyAll();
    }

    /// Returns when nothing of what was forgotten until now can be found by its words.
    synchronized void awaitPurged() {
        purging = true;
        awaitWhile(() -> purging);
    }

    /// What the index, up to now, says of these documents and a query.
    IndexUpkeep.Told ask(String words, Collection<IndexKey> keys) {
        changed(catalog.applied(tenant.row()).sequence());
        awaitIndexed();
        index.refresh();
        return index.upkeep().ask(words, keys);
    }

    /// How far the index is, as of what it was told until now.
    IndexStatus status() {
        index.refresh();
        Map<String, Long> unread = new HashMap<>();
        index.unread().forEach((reason, count) -> unread.put(reason.words(), count));
        List<String> problems = index.failures(SHOWN_FAILURES).stream()
                .map(failure -> failure.reason()
                        + (failure.attempts() >= IndexRetries.ATTEMPTS_MAX
                                ? " (given up until the server starts again)"
                                : " (tried " + failure.attempts() + " times; will be tried again)"))
                .toList();
        synchronized (this) {
            return new IndexStatus(
                    Math.max(0, wanted - done), index.count(), index.passages(), unread, problems, readsDocuments);
        }
    }

    SearchPage search(SearchQuery query) {
        changed(catalog.applied(tenant.row()).sequence());
        awaitIndexed();
        index.refresh();
        return switch (index.search(query)) {
            case SearchResult.NotUnderstood(String problem) -> new SearchPage(List.of(), 0, null, problem);
            case SearchResult.Found found ->
                new SearchPage(
                        versions(found.hits(), query.asAt()),
                        found.total(),
                        found.next().orElse(null),
                        null);
        };
    }

    /// The versions that hits stand for: those of the instant asked for, else the last of their runs.
    private List<MessageVersion> versions(List<IndexKey> hits, @Nullable Instant asAt) {
        var histories = lookups.histories(
                tenant.row(), hits.stream().map(TenantIndexer::place).toList());
        List<MessageVersion> versions = new ArrayList<>();
        for (IndexKey hit : hits) {
            List<MessageVersion> history = histories.getOrDefault(place(hit), List.of());
            (asAt == null ? lastOf(hit, history) : at(asAt, history)).ifPresent(versions::add);
        }
        return versions;
    }

    private static Lookups.Place place(IndexKey hit) {
        return new Lookups.Place(hit.mailbox(), hit.item());
    }

    private static Optional<MessageVersion> at(Instant instant, List<MessageVersion> history) {
        return history.stream()
                .filter(version -> !version.from().isAfter(instant))
                .filter(version ->
                        version.ended().filter(end -> !end.isAfter(instant)).isEmpty())
                .findFirst();
    }

    private static Optional<MessageVersion> lastOf(IndexKey hit, List<MessageVersion> history) {
        return ChangeIndexer.Run.of(history).stream()
                .filter(run -> run.first().from().equals(hit.start()))
                .map(ChangeIndexer.Run::last)
                .filter(version -> version.content().isPresent())
                .findFirst();
    }

    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        ThreadEnd.await(thread);
    }
}
