package org.postern.vault;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jooq.DSLContext;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;
import org.postern.vault.catalog.Applier;
import org.postern.vault.catalog.Change;
import org.postern.vault.catalog.ChangeRecord;
import org.postern.vault.pack.Benches;
import org.postern.vault.pack.Durable;
import org.postern.vault.pack.Frame;
import org.postern.vault.pack.ObjectKind;
import org.postern.vault.pack.ObjectName;
import org.postern.vault.pack.PackEntry;
import org.postern.vault.pack.TenantPacks;

/// One tenant of an open vault: its packs, its row in the catalog, and where its history stands.
///
/// [#harden] and [#apply] belong to the [Committer]'s thread.
final class OpenTenant {
    private final TenantId id;
    private final long row;
    private final TenantPacks packs;
    private final KnownNames names;
    private final List<Hardened> backlog = new ArrayList<>();
    private long sequence;
    private ObjectName lastChange;
    private volatile boolean destroyed;
    private final ReentrantLock upkeep = new ReentrantLock();
    private final Set<Long> unwanted = new HashSet<>(); // Guarded by `upkeep`.

    /// Changes that are durable in a pack and not yet rows.
    private record Hardened(Durable durable, List<Applier.Placed> changes) {}

    /// What a writer wants to commit.
    ///
    /// @param epoch of the tenant's packs when the writer began
    record Draft(MailboxId mailbox, long at, List<Change> changes, long epoch) {}

    OpenTenant(TenantId id, long row, TenantPacks packs, KnownNames names, long sequence, ObjectName lastChange) {
        this.id = id;
        this.row = row;
        this.packs = packs;
        this.names = names;
        this.sequence = sequence;
        this.lastChange = lastChange;
    }

    TenantId id() {
        return id;
    }

    long row() {
        return row;
    }

    TenantPacks packs() {
        return packs;
    }

    KnownNames names() {
        return names;
    }

    /// Makes the drafts durable in the open pack, by one forcing out for all. When it throws, none took effect.
    void harden(List<Draft> drafts, Benches benches) throws IOException {
        long epoch = packs.epoch();
        List<ChangeRecord> records = new ArrayList<>();
        SortedMap<Long, Frame> frames = new TreeMap<>();
        ObjectName previous = lastChange;
        for (Draft draft : drafts) {
            long number = sequence + records.size() + 1;
            ChangeRecord record = new ChangeRecord(number, previous, draft.mailbox(), draft.at(), draft.changes());
            Frame frame = seal(record, benches);
            previous = frame.name();
            records.add(record);
            frames.put(number, frame);
        }
        Durable durable = benches.use(bench -> packs.commit(bench, frames, epoch));
        List<Applier.Placed> placed = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            placed.add(new Applier.Placed(records.get(i), durable.changes().get(i)));
        }
        backlog.add(new Hardened(durable, placed));
        sequence += records.size();
        lastChange = previous;
    }

    private Frame seal(ChangeRecord record, Benches benches) {
        byte[] plain = record.encode();
        return benches.use(bench -> {
            ObjectName name = bench.nameOf(packs.keys(), ObjectKind.CHANGE, plain, 0, plain.length);
            return bench.seal(packs.keys(), ObjectKind.CHANGE, name, plain, 0, plain.length);
        });
    }

    /// The last change that is durable.
    long sequence() {
        return sequence;
    }

    /// Held by whoever works on the tenant's past or compares its packs with the catalog.
    ReentrantLock upkeep() {
        return upkeep;
    }

    /// Packs that nothing refers to and that a lock of the store keeps. For the holder of [#upkeep].
    Set<Long> unwanted() {
        return unwanted;
    }

    /// Whether changes are durable that are not rows yet. Asked between commits.
    boolean hasBacklog() {
        return !backlog.isEmpty();
    }

    boolean isDestroyed() {
        return destroyed;
    }

    void requireThere() {
        if (destroyed) {
            throw new VaultException(VaultException.Kind.PERMANENT, "Tenant " + id + " was destroyed.");
        }
    }

    /// Its keys are gone: nothing is written any more, and what was written makes no rows.
    void destroy() throws IOException {
        destroyed = true; // Ends upkeep that is under way at its next step.
        names.close();
        upkeep.lock();
        try {
            packs.close();
        } finally {
            upkeep.unlock();
        }
    }

    /// Turns all that is durable into rows; [#applied] follows when the transaction is durable too.
    void apply(DSLContext sql, Applier applier) {
        requireThere();
        for (Hardened hardened : backlog) {
            applier.register(sql, row, hardened.durable.objects());
            hardened.durable.openSizes().forEach((number, size) -> applier.pack(sql, row, number, false, size));
            hardened.durable.finished().forEach((number, size) -> applier.pack(sql, row, number, true, size));
            hardened.changes.forEach(change -> applier.applyNext(sql, row, change));
        }
    }

    void applied() {
        for (Hardened hardened : backlog) {
            List<PackEntry> objects = hardened.durable.objects();
            packs.registered(objects);
        }
        backlog.clear();
    }
}
