package org.postern.vault;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.postern.mail.TenantId;
import org.postern.vault.catalog.Applier;
import org.postern.vault.catalog.Catalog;
import org.postern.vault.catalog.ChangeRecord;
import org.postern.vault.catalog.ObjectNames;
import org.postern.vault.pack.Benches;
import org.postern.vault.pack.Location;
import org.postern.vault.pack.NameFile;
import org.postern.vault.pack.ObjectKind;
import org.postern.vault.pack.ObjectName;
import org.postern.vault.pack.PackEntry;
import org.postern.vault.pack.TenantPacks;

/// Brings one tenant's catalog up to what its packs hold: after a crash the last commits, after a loss everything.
///
/// Idempotent: a crash within it costs nothing but doing it again. A pack is noted as known only when all its changes
/// are applied.
final class Recovery {
    private static final System.Logger LOG = System.getLogger(Recovery.class.getName());
    private final Database database;
    private final Catalog catalog;
    private final Applier applier;
    private final Benches benches;
    private final Function<TenantId, NameFile> names;
    private final List<String> problems = new ArrayList<>();

    /// @param names the file in which a tenant's object names are kept
    Recovery(Database database, Catalog catalog, Applier applier, Benches benches, Function<TenantId, NameFile> names) {
        this.database = database;
        this.catalog = catalog;
        this.applier = applier;
        this.benches = benches;
        this.names = names;
    }

    /// What is lost or damaged, in plain words.
    List<String> problems() {
        return List.copyOf(problems);
    }

    OpenTenant open(TenantId id, TenantPacks packs) throws IOException {
        long row = catalog.tenant(id);
        Catalog.Applied applied = catalog.applied(row);
        Map<Long, Boolean> known = catalog.packs(row);
        List<PackEntry> changes = new ArrayList<>();
        SortedMap<Long, Long> inStore = packs.finishedPacks(); // Once: there may be many thousands.
        register(
                row,
                benches.use(bench -> packs.recover(inStore, applied.sequence(), catalog.openPackBytes(row), bench)),
                changes);
        SortedMap<Long, Long> fresh = new TreeMap<>(inStore);
        known.forEach((number, finished) -> {
            packs.skipNumber(number);
            if (finished && fresh.remove(number) == null) {
                problem("Pack " + number + " of tenant " + id + " is missing. Put it back from a copy of the vault's"
                        + " packs directory; until then what it held cannot be read.");
            }
        });
        for (Long number : List.copyOf(fresh.keySet())) {
            if (!registerFinished(row, packs, number, changes)) {
                fresh.remove(number);
            }
        }
        Catalog.Applied last = replay(id, row, packs, applied, changes);
        database.write(sql -> {
            fresh.forEach((number, size) -> applier.pack(sql, row, number, true, size));
            return true;
        });
        packs.places(name -> catalog.object(row, name));
        KnownNames objectNames = new KnownNames(new ObjectNames(database), row, packs.names(), names.apply(id));
        return new OpenTenant(id, row, packs, objectNames, last.sequence(), last.change());
    }

    private boolean registerFinished(long row, TenantPacks packs, long number, List<PackEntry> changes)
            throws IOException {
        try {
            register(row, benches.use(bench -> packs.index(number, bench)), changes);
            return true;
        } catch (VaultException e) {
            if (e.kind() != VaultException.Kind.CORRUPT) {
                throw e;
            }
            problem(String.valueOf(e.getMessage()));
            return registerScanned(row, packs, number, changes);
        }
    }

    /// A pack without its index is read whole: each object says itself what it is (vault.md §3.6).
    private boolean registerScanned(long row, TenantPacks packs, long number, List<PackEntry> changes)
            throws IOException {
        try {
            List<PackEntry> found = benches.use(bench -> packs.scan(number, bench));
            register(row, found, changes);
            problem("Of that pack " + found.size() + " objects were found without its index and stay readable.");
            return true;
        } catch (VaultException e) {
            if (e.kind() != VaultException.Kind.CORRUPT) {
                throw e;
            }
            return false;
        }
    }

    private void register(long row, List<PackEntry> entries, List<PackEntry> changes) {
        List<PackEntry> objects = new ArrayList<>();
        for (PackEntry entry : entries) {
            if (entry.kind() != ObjectKind.DICTIONARY) { // They belong to their pack.
                (entry.kind() == ObjectKind.CHANGE ? changes : objects).add(entry);
            }
        }
        if (!objects.isEmpty()) {
            database.write(sql -> {
                applier.register(sql, row, objects);
                return true;
            });
        }
    }

    private Catalog.Applied replay(
            TenantId id, long row, TenantPacks packs, Catalog.Applied applied, List<PackEntry> changes)
            throws IOException {
        Catalog.Applied last = applied;
        for (PackEntry entry : History.of(changes, applied.sequence(), candidate -> read(packs, candidate))) {
            if (entry.sequence() != last.sequence() + 1) {
                problem("Changes " + (last.sequence() + 1) + " to " + (entry.sequence() - 1) + " of tenant " + id
                        + " were in packs that are missing or damaged. What they brought is not shown; a new sync of"
                        + " its mailboxes brings back what the service still has.");
            }
            Applier.Placed placed = new Applier.Placed(read(packs, entry), entry);
            database.write(sql -> applier.apply(sql, row, placed));
            last = new Catalog.Applied(entry.sequence(), entry.name());
        }
        return last;
    }

    private ChangeRecord read(TenantPacks packs, PackEntry entry) throws IOException {
        byte[] plain = packs.read(benches, ObjectKind.CHANGE, entry.name(), entry.location());
        try {
            return ChangeRecord.decode(plain);
        } catch (IllegalArgumentException e) {
            throw new VaultException(
                    VaultException.Kind.PERMANENT,
                    "A change in pack " + entry.location().pack() + " was written by a newer version (" + e.getMessage()
                            + "). Use that version.",
                    e);
        }
    }

    private void problem(String problem) {
        problems.add(problem);
        LOG.log(System.Logger.Level.WARNING, problem);
    }

    /// Puts the changes found in packs in order, one for each sequence number.
    ///
    /// After a failure of the disk there can be two of a number: one whose commit failed, and the one that
    /// came in its place. The change after them names the right one; of the very last the one written last counts.
    static final class History {
        private History() {}

        /// Reads a change record.
        @FunctionalInterface
        interface Reader {
            ChangeRecord read(PackEntry entry) throws IOException;
        }

        static List<PackEntry> of(List<PackEntry> changes, long applied, Reader reader) throws IOException {
            SortedMap<Long, List<PackEntry>> bySequence = new TreeMap<>(Comparator.reverseOrder());
            for (PackEntry change : changes) {
                if (change.sequence() > applied) {
                    bySequence
                            .computeIfAbsent(change.sequence(), _ -> new ArrayList<>())
                            .add(change);
                }
            }
            List<PackEntry> history = new ArrayList<>();
            for (List<PackEntry> candidates : bySequence.values()) {
                history.add(candidates.size() == 1 ? candidates.getFirst() : choose(candidates, history, reader));
            }
            return history.reversed();
        }

        private static PackEntry choose(List<PackEntry> candidates, List<PackEntry> later, Reader reader)
                throws IOException {
            Comparator<Location> place =
                    Comparator.comparingLong(Location::pack).thenComparingLong(Location::offset);
            Comparator<PackEntry> order = Comparator.comparing(PackEntry::location, place);
            List<PackEntry> named = new ArrayList<>();
            if (!later.isEmpty()
                    && later.getLast().sequence() == candidates.getFirst().sequence() + 1) {
                named.addAll(standingFor(reader.read(later.getLast()).previous(), candidates, reader));
            }
            return (named.isEmpty() ? candidates : named).stream().max(order).orElseThrow();
        }

        /// The record of this name, or when it was written anew, what stands in its place.
        private static List<PackEntry> standingFor(ObjectName name, List<PackEntry> candidates, Reader reader)
                throws IOException {
            List<PackEntry> itself = new ArrayList<>();
            List<PackEntry> instead = new ArrayList<>();
            for (PackEntry candidate : candidates) {
                if (reader.read(candidate).original().equals(Optional.of(name))) {
                    instead.add(candidate);
                } else if (candidate.name().equals(name)) {
                    itself.add(candidate);
                }
            }
            return instead.isEmpty() ? itself : instead;
        }
    }
}
