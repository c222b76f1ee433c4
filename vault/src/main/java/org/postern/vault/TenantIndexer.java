package org.postern.vault;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.Message;
import org.postern.mail.ReadLimits;
import org.postern.vault.catalog.Catalog;
import org.postern.vault.catalog.Change;
import org.postern.vault.catalog.ChangeRecord;
import org.postern.vault.catalog.Times;
import org.postern.vault.pack.Benches;
import org.postern.vault.pack.ObjectKind;
import org.postern.vault.pack.ObjectName;
import org.postern.vault.search.IndexKey;
import org.postern.vault.search.IndexOpening;
import org.postern.vault.search.IndexedMessage;
import org.postern.vault.search.SearchIndex;
import org.postern.vault.search.SearchResult;

/// Keeps one tenant's search index up with its history, on a thread of its own.
///
/// It reads the change records in the packs, from where the index stands: nothing is queued in memory, and after a
/// crash or the loss of the index it simply goes on from an earlier change.
final class TenantIndexer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(TenantIndexer.class.getName());
    private static final long COMMIT_MILLIS = 5_000;
    private static final long QUIET_NANOS = 400_000_000L; // Mail that comes in is made safe first, then findable …
    private static final long PATIENCE_NANOS = 20_000_000_000L; // … but it does not wait for ever.
    private final OpenTenant tenant;
    private final Catalog catalog;
    private final ContentStore contents;
    private final Benches benches;
    private final SearchIndex index;
    private final Thread thread;
    private long done; // Guarded by this, as the two below.
    private long wanted;
    private long lastChange = System.nanoTime();
    private long behindSince = System.nanoTime();
    private int searchers;
    private boolean closing;

    TenantIndexer(OpenTenant tenant, Catalog catalog, ContentStore contents, Benches benches, Path folder) {
        this.tenant = tenant;
        this.catalog = catalog;
        this.contents = contents;
        this.benches = benches;
        this.wanted = catalog.applied(tenant.row()).sequence();
        IndexOpening.Ready ready = open(folder, wanted);
        this.index = ready.index();
        this.done = Math.max(0, ready.committedSequence());
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
        boolean interrupted = false;
        searchers++;
        notifyAll();
        while (done < target && !closing) {
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
        long committed = System.nanoTime();
        long indexed = done();
        Optional<Long> next = next(COMMIT_MILLIS);
        while (next.isPresent()) {
            if (next.get() > indexed) {
                indexed = next.get();
                index(indexed);
                finished(indexed);
            }
            if (System.nanoTime() - committed > COMMIT_MILLIS * 1_000_000) {
                index.commit(indexed);
                committed = System.nanoTime();
            }
            next = next(COMMIT_MILLIS);
        }
        index.commit(indexed);
        index.close();
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
        if ((done >= wanted || postponed > 0) && !closing) {
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
        try {
            Optional<Catalog.PlacedChange> placed = catalog.change(tenant.row(), sequence);
            if (placed.isPresent()) {
                byte[] plain = tenant.packs()
                        .read(
                                benches,
                                ObjectKind.CHANGE,
                                placed.get().name(),
                                placed.get().location());
                index(ChangeRecord.decode(plain));
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Change " + sequence + " of tenant " + tenant.id() + " could not be made searchable.",
                    e);
        }
    }

    private void index(ChangeRecord record) throws IOException {
        Set<ItemId> items = new LinkedHashSet<>();
        for (Change change : record.changes()) {
            switch (change) {
                case Change.MessageIs(var state, var _) -> items.add(state.id());
                case Change.MessageMissing(var state, var _) -> items.add(state.id());
                case Change.MessageGone(var id) -> items.add(id);
                case Change.FolderGone(var id) ->
                    items.addAll(catalog.endedIn(tenant.row(), record.mailbox(), id, record.at()));
                case Change.Mailbox _, Change.Content _, Change.FolderIs _, Change.SyncState _ -> {}
            }
        }
        for (ItemId item : items) {
            index(record.mailbox(), item, Times.instant(record.at()));
        }
    }

    private void index(MailboxId mailbox, ItemId item, Instant since) throws IOException {
        for (Run run : runs(catalog.history(tenant.row(), mailbox, item))) {
            Instant until = run.last().ended().orElse(Instant.MAX);
            if (until.isBefore(since)) {
                continue; // Ended before this change: told then.
            }
            IndexKey key = new IndexKey(mailbox, item, run.first().from());
            Optional<ContentName> content = run.first().content();
            if (run.first().from().isBefore(since)) {
                index.end(key, until);
            } else if (content.isPresent()) {
                put(key, run, content.get());
            }
        }
    }

    private void put(IndexKey key, Run run, ContentName name) {
        byte[] mime = contents.get(tenant, ObjectName.of(name.bytes()));
        index.put(IndexedMessage.of(
                key,
                run.first().state().folder(),
                Message.read(mime, ReadLimits.DEFAULT),
                run.first().state().receivedAt(),
                mime.length,
                run.last().ended().orElse(null)));
    }

    /// Versions in a row that search cannot tell apart.
    private record Run(MessageVersion first, MessageVersion last) {
        boolean goesOnWith(MessageVersion next) {
            return last.ended().equals(Optional.of(next.from()))
                    && first.content().equals(next.content())
                    && first.state().folder().equals(next.state().folder());
        }
    }

    private static List<Run> runs(List<MessageVersion> history) {
        List<Run> runs = new ArrayList<>();
        for (MessageVersion version : history) {
            if (!runs.isEmpty() && runs.getLast().goesOnWith(version)) {
                runs.set(runs.size() - 1, new Run(runs.getLast().first(), version));
            } else {
                runs.add(new Run(version, version));
            }
        }
        return runs;
    }

    SearchPage search(SearchQuery query) {
        changed(catalog.applied(tenant.row()).sequence());
        awaitIndexed();
        index.refresh();
        return switch (index.search(query)) {
            case SearchResult.NotUnderstood(String problem) -> new SearchPage(List.of(), 0, null, problem);
            case SearchResult.Found found ->
                new SearchPage(
                        found.hits().stream()
                                .flatMap(hit -> version(hit, query).stream())
                                .toList(),
                        found.total(),
                        found.next().orElse(null),
                        null);
        };
    }

    /// The version a hit stands for: that of the instant asked for, else the last of its run.
    private Optional<MessageVersion> version(IndexKey hit, SearchQuery query) {
        Instant asAt = query.asAt();
        if (asAt != null) {
            return catalog.message(tenant.row(), hit.mailbox(), hit.item(), Times.micros(asAt));
        }
        return runs(catalog.history(tenant.row(), hit.mailbox(), hit.item())).stream()
                .filter(run -> run.first().from().equals(hit.start()))
                .map(Run::last)
                .filter(version -> version.content().isPresent())
                .findFirst();
    }

    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
