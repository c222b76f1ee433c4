package org.postern.vault;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.vault.catalog.Catalog;
import org.postern.vault.catalog.Change;
import org.postern.vault.catalog.ChangeRecord;
import org.postern.vault.catalog.Lookups;
import org.postern.vault.catalog.Times;
import org.postern.vault.pack.Benches;
import org.postern.vault.pack.ObjectKind;
import org.postern.vault.pack.ObjectName;
import org.postern.vault.search.IndexKey;
import org.postern.vault.search.IndexedMessage;
import org.postern.vault.search.SearchIndex;
import org.postern.vault.search.TextSource;

/// Tells the search index what one change of the vault says. Telling it again does no harm.
final class ChangeIndexer {
    private static final int AT_ONCE = 64;

    private final OpenTenant tenant;
    private final Catalog catalog;
    private final Lookups lookups;
    private final Benches benches;
    private final IndexSource source;
    private final TextSource texts;
    private final SearchIndex index;

    ChangeIndexer(
            OpenTenant tenant,
            Catalog catalog,
            Lookups lookups,
            Benches benches,
            IndexSource source,
            TextSource texts,
            SearchIndex index) {
        this.tenant = tenant;
        this.catalog = catalog;
        this.lookups = lookups;
        this.benches = benches;
        this.source = source;
        this.texts = texts;
        this.index = index;
    }

    /// What went wrong, if anything did; all that could be indexed of the change is.
    Optional<String> index(long sequence) {
        try {
            Optional<Catalog.PlacedChange> placed = catalog.change(tenant.row(), sequence);
            if (placed.isEmpty()) {
                return Optional.empty();
            }
            byte[] plain = tenant.packs()
                    .read(
                            benches,
                            ObjectKind.CHANGE,
                            placed.get().name(),
                            placed.get().location());
            return index(ChangeRecord.decode(plain));
        } catch (IOException | RuntimeException e) {
            return Optional.of("change " + sequence + " could not be read: " + e.getMessage());
        }
    }

    private Optional<String> index(ChangeRecord record) {
        forget(record);
        Set<ItemId> items = new LinkedHashSet<>();
        for (Change change : record.changes()) {
            switch (change) {
                case Change.MessageIs(var state, var _) -> items.add(state.id());
                case Change.MessageMissing(var state, var _) -> items.add(state.id());
                case Change.MessageGone(var id) -> items.add(id);
                case Change.FolderGone(var id) ->
                    items.addAll(catalog.endedIn(tenant.row(), record.mailbox(), id, record.at()));
                case Change.FolderIs(var state) -> index.putFolder(record.mailbox(), state);
                case Change.VersionForgotten(var item, long _, long _) -> items.add(item);
                case Change.Mailbox _, Change.Content _, Change.SyncState _, Change.Upkeep _ -> {}
            }
        }
        Set<Instant> cuts = cuts(record);
        List<String> problems = new ArrayList<>();
        List<ItemId> all = List.copyOf(items);
        for (int start = 0; start < all.size(); start += AT_ONCE) {
            index(record, all.subList(start, Math.min(all.size(), start + AT_ONCE)), cuts, problems);
        }
        return switch (problems.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(problems.getFirst());
            default -> Optional.of(problems.size() + " messages, the first: " + problems.getFirst());
        };
    }

    /// A message to put into the index.
    private record Todo(IndexKey key, Run run, ObjectName content) {}

    private void forget(ChangeRecord record) {
        for (Change change : record.changes()) {
            if (change instanceof Change.VersionForgotten(var item, long from, long _)) {
                index.delete(new IndexKey(record.mailbox(), item, Times.instant(from)));
            }
        }
    }

    /// Where versions ended that are forgotten: what goes on there is known under a later start from now on.
    private static Set<Instant> cuts(ChangeRecord record) {
        Set<Instant> cuts = new HashSet<>();
        for (Change change : record.changes()) {
            if (change instanceof Change.VersionForgotten(var _, long _, long until)) {
                cuts.add(Times.instant(until));
            }
        }
        return cuts;
    }

    private void index(ChangeRecord record, List<ItemId> items, Set<Instant> cuts, List<String> problems) {
        List<Lookups.Place> places = items.stream()
                .map(item -> new Lookups.Place(record.mailbox(), item))
                .toList();
        List<Todo> todo = new ArrayList<>();
        lookups.histories(tenant.row(), places)
                .forEach((place, history) -> plan(place, history, Times.instant(record.at()), cuts, todo));
        source.prepare(todo.stream().map(Todo::content).toList());
        todo.forEach(message -> put(message).ifPresent(problems::add));
    }

    /// Ends what ended, and notes what is to be put.
    private void plan(
            Lookups.Place place, List<MessageVersion> history, Instant since, Set<Instant> cuts, List<Todo> todo) {
        for (Run run : Run.of(history)) {
            Instant until = run.last().ended().orElse(Instant.MAX);
            boolean cut = cuts.contains(run.first().from());
            if (until.isBefore(since) && !cut && cuts.isEmpty()) {
                continue; // Ended before this change: told then.
            }
            IndexKey key = key(place.mailbox(), place.item(), run);
            Optional<ContentName> content = run.first().content();
            if (!cut && run.first().from().isBefore(since)) {
                index.end(key, until);
            } else if (content.isPresent()) {
                todo.add(new Todo(key, run, ObjectName.of(content.get().bytes())));
            }
        }
    }

    private static IndexKey key(MailboxId mailbox, ItemId item, Run run) {
        return new IndexKey(mailbox, item, run.first().from());
    }

    /// One message's failure stops no other.
    private Optional<String> put(Todo todo) {
        MessageVersion first = todo.run().first();
        try {
            IndexSource.Opened read = source.read(todo.content());
            index.put(IndexedMessage.of(
                    todo.key(),
                    first.state().folder(),
                    read.message(),
                    read.contents(),
                    texts,
                    first.state().receivedAt(),
                    read.size(),
                    todo.run().last().ended().orElse(null)));
            return Optional.empty();
        } catch (VaultException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // A fault of ours in reading this message: its words may stand in the exception's, so they are left out.
            return Optional.of("message " + todo.content() + ": " + e.getClass().getSimpleName());
        }
    }

    /// Versions in a row that search cannot tell apart.
    record Run(MessageVersion first, MessageVersion last) {
        private boolean goesOnWith(MessageVersion next) {
            return last.ended().equals(Optional.of(next.from()))
                    && first.content().equals(next.content())
                    && first.state().folder().equals(next.state().folder());
        }

        static List<Run> of(List<MessageVersion> history) {
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
    }
}
