package org.postern.vault;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.vault.catalog.Catalog;
import org.postern.vault.catalog.ChangeRecord;
import org.postern.vault.catalog.Lookups;
import org.postern.vault.catalog.UpkeepRows;
import org.postern.vault.pack.Benches;
import org.postern.vault.pack.Location;
import org.postern.vault.pack.ObjectKind;
import org.postern.vault.pack.ObjectName;
import org.postern.vault.pack.PackCopy;
import org.postern.vault.pack.PackEntry;

/// Writes packs anew with only what the catalog finds in them, switches the catalog to the new ones, deletes the old.
final class PackRewrite implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(PackRewrite.class.getName());
    private static final int LINE = 57; // Of a pack's index (vault.md §3.4): neither live nor dead.
    private static final int LOOKED_UP = 1_000;
    private final OpenTenant tenant;
    private final Catalog catalog;
    private final Lookups lookups;
    private final UpkeepRows rows;
    private final Benches benches;
    private final Redaction redaction;
    private final List<Long> victims = new ArrayList<>();
    private final List<UpkeepRows.Moved> moved = new ArrayList<>();
    private @Nullable PackCopy copy;
    private long victimBytes;
    private long freed;
    private int deleted;
    private int written;
    private boolean anew; // Nothing dead is to stay, not even in a dictionary.

    PackRewrite(OpenTenant tenant, Catalog catalog, Lookups lookups, UpkeepRows rows, Benches benches) {
        this.tenant = tenant;
        this.catalog = catalog;
        this.lookups = lookups;
        this.rows = rows;
        this.benches = benches;
        this.redaction = new Redaction(tenant, lookups);
    }

    CompactReport report(long dropped) {
        return new CompactReport(dropped, deleted, written, tenant.unwanted().size(), freed);
    }

    /// A pack that was closed just now.
    void finished(PackCopy.Made pack) {
        rows.finished(tenant.row(), new UpkeepRows.PackSize(pack.number(), pack.bytes()));
    }

    /// By the catalog alone: that of a pack more may be dead than is allowed.
    static boolean isWorthLooking(UpkeepRows.Usage usage, double deadShare) {
        long dead = usage.bytes() - usage.liveBytes() - LINE * usage.liveObjects() - 300;
        return deadShare == 0 || (dead > 0 && dead >= usage.bytes() * deadShare / 2);
    }

    void run(double deadShare, UpkeepProgress progress) throws IOException {
        deleteUnwanted();
        anew = deadShare == 0;
        List<UpkeepRows.Usage> candidates = rows.usage(tenant.row()).stream()
                .filter(usage -> isWorthLooking(usage, deadShare))
                .toList();
        try (this) {
            for (int i = 0; i < candidates.size(); i++) {
                tenant.requireThere();
                progress.at("Packs looked at", i, candidates.size());
                consider(candidates.get(i), deadShare);
            }
            end();
            progress.at("Packs looked at", candidates.size(), candidates.size());
        }
    }

    private void consider(UpkeepRows.Usage pack, double deadShare) throws IOException {
        if (!tenant.packs().isSettled(pack.number())) {
            return;
        }
        try {
            List<PackEntry> listed = benches.use(bench -> tenant.packs().index(pack.number(), bench));
            List<PackEntry> all = listed.stream()
                    .filter(entry -> entry.kind() != ObjectKind.DICTIONARY)
                    .toList();
            Optional<List<PackEntry>> live = live(all);
            boolean learned = anew && listed.size() > all.size();
            if (live.isPresent() && (learned || isWorthIt(pack, all, live.get(), deadShare))) {
                take(pack, live.get());
            }
        } catch (VaultException e) {
            if (e.kind() != VaultException.Kind.CORRUPT) {
                throw e;
            }
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Pack {0} of tenant {1} is left as it is: {2}",
                    pack.number(),
                    tenant.id(),
                    e.getMessage());
        }
    }

    private boolean isWorthIt(UpkeepRows.Usage pack, List<PackEntry> all, List<PackEntry> live, double deadShare)
            throws IOException {
        long dead = bytes(all) - bytes(live);
        if (live.isEmpty() || (dead > 0 && dead >= pack.bytes() * deadShare)) {
            return true;
        }
        if (deadShare > 0) {
            return false;
        }
        for (PackEntry entry : live) { // Nothing dead is to stay: neither what changes say of it.
            if (entry.kind() == ObjectKind.CHANGE && anew(entry).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static long bytes(List<PackEntry> entries) {
        return entries.stream().mapToLong(entry -> entry.location().length()).sum();
    }

    /// What the catalog finds in a pack; empty when it has not seen all of its changes yet.
    private Optional<List<PackEntry>> live(List<PackEntry> all) {
        long applied = catalog.applied(tenant.row()).sequence();
        List<PackEntry> live = new ArrayList<>();
        for (int start = 0; start < all.size(); start += LOOKED_UP) {
            List<PackEntry> some = all.subList(start, Math.min(all.size(), start + LOOKED_UP));
            Map<ObjectName, Location> places = lookups.objects(
                    tenant.row(), some.stream().map(PackEntry::name).toList());
            for (PackEntry entry : some) {
                if (entry.sequence() > applied) {
                    return Optional.empty();
                }
                Optional<Location> place = entry.kind() == ObjectKind.CHANGE
                        ? catalog.change(tenant.row(), entry.sequence()).map(Catalog.PlacedChange::location)
                        : Optional.ofNullable(places.get(entry.name()));
                if (place.equals(Optional.of(entry.location()))) {
                    live.add(entry);
                }
            }
        }
        return Optional.of(live);
    }

    /// A change without what it says of contents that are gone; empty when there is nothing to take out.
    private Optional<ChangeRecord> anew(PackEntry entry) throws IOException {
        byte[] plain = tenant.packs().read(benches, ObjectKind.CHANGE, entry.name(), entry.location());
        return benches.use(bench -> redaction.of(bench, entry.name(), ChangeRecord.decode(plain)));
    }

    private void take(UpkeepRows.Usage pack, List<PackEntry> live) throws IOException {
        if (copy != null && copy.isFullWith(bytes(live), live.size())) {
            end();
        }
        List<UpkeepRows.Moved> some = new ArrayList<>();
        for (PackEntry entry : live) {
            tenant.requireThere();
            some.add(new UpkeepRows.Moved(entry, copied(entry)));
        }
        moved.addAll(some);
        victims.add(pack.number());
        victimBytes += pack.bytes();
    }

    private PackEntry copied(PackEntry entry) throws IOException {
        PackCopy to = copy == null ? tenant.packs().copy() : copy;
        copy = to;
        Optional<ChangeRecord> record = entry.kind() == ObjectKind.CHANGE ? anew(entry) : Optional.empty();
        return benches.use(bench -> {
            if (record.isPresent()) {
                return to.put(Redaction.seal(tenant.packs(), bench, record.get()), entry.sequence());
            }
            return anew ? to.takeAlone(bench, entry) : to.take(bench, entry);
        });
    }

    /// Finishes the new pack, switches the catalog to it in one step, and only then deletes the old ones.
    private void end() throws IOException {
        PackCopy to = copy;
        Optional<PackCopy.Made> made =
                to == null || moved.isEmpty() ? Optional.empty() : Optional.of(benches.use(to::finish));
        rows.moved(
                tenant.row(), moved, victims, made.map(pack -> new UpkeepRows.PackSize(pack.number(), pack.bytes())));
        freed += victimBytes - made.map(PackCopy.Made::bytes).orElse(0L);
        written += made.isPresent() ? 1 : 0;
        tenant.unwanted().addAll(victims);
        close();
        deleteUnwanted();
    }

    /// Not while a new pack is on the local disk alone: what was safe in a bucket stays so.
    private void deleteUnwanted() throws IOException {
        if (!tenant.packs().areInPlace()) {
            return;
        }
        for (long number : List.copyOf(tenant.unwanted())) {
            try {
                tenant.packs().delete(number);
                tenant.unwanted().remove(number);
                deleted++;
            } catch (AccessDeniedException locked) {
                LOG.log(
                        System.Logger.Level.INFO,
                        "Pack {0} of tenant {1} is no longer needed, and a lock of the store keeps it for now.",
                        number,
                        tenant.id());
            }
        }
    }

    /// Drops what was not finished.
    @Override
    public void close() throws IOException {
        PackCopy to = copy;
        copy = null;
        moved.clear();
        victims.clear();
        victimBytes = 0;
        if (to != null) {
            to.close();
        }
    }
}
