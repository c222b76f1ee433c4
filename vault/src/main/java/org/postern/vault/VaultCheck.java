package org.postern.vault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.postern.vault.catalog.CatalogAudit;
import org.postern.vault.content.Skeleton;
import org.postern.vault.content.Skeleton.Segment;
import org.postern.vault.pack.Benches;
import org.postern.vault.pack.Location;
import org.postern.vault.pack.ObjectKind;
import org.postern.vault.pack.ObjectName;
import org.postern.vault.pack.PackAudit;
import org.postern.vault.pack.PackEntry;

/// Compares one tenant's packs with their proofs and with the catalog, and says which messages any damage touches.
final class VaultCheck {
    private static final String FROM_COPY =
            "Put this pack back from a copy of the vault's packs; all other packs stay readable.";
    private static final String FROM_FRAMES =
            "Its objects are read all the same; a copy of the pack brings the index back.";
    private final OpenTenant tenant;
    private final PackAudit audit;
    private final CatalogAudit catalog;
    private final Benches benches;
    private final Map<Long, long[]> soundPlaces = new ConcurrentSkipListMap<>();
    private final List<CheckReport.Damage> damages = new ArrayList<>(); // Guarded by itself.
    private final Set<ObjectName> lostMessages = new HashSet<>();
    private final Set<ObjectName> lostLeaves = new HashSet<>();
    private long objects;
    private long bytesRead;

    VaultCheck(OpenTenant tenant, PackAudit audit, CatalogAudit catalog, Benches benches) {
        this.tenant = tenant;
        this.audit = audit;
        this.catalog = catalog;
        this.benches = benches;
    }

    /// @param known packs that the catalog has; true for finished ones
    CheckReport run(Map<Long, Boolean> known, boolean readData) throws IOException {
        Set<Long> numbers = new HashSet<>(tenant.packs().finishedPacks().keySet());
        benches.use(bench -> tenant.packs().openEntries(bench)).forEach(this::sound);
        known.forEach((number, finished) -> {
            if (finished || !soundPlaces.containsKey(number)) {
                numbers.add(number);
            }
        });
        try {
            numbers.parallelStream().forEach(number -> pack(number, readData));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        compare();
        Set<ObjectName> contents = new HashSet<>(lostMessages);
        contents.addAll(needing(lostLeaves));
        List<CheckReport.Touched> touched = new ArrayList<>(
                catalog.touched(tenant.row(), contents, "its content is damaged", CheckReport.TOUCHED_MAX));
        return new CheckReport(
                soundPlaces.size(), objects, bytesRead, damages, touched, catalog.countTouched(tenant.row(), contents));
    }

    private void pack(long number, boolean readData) {
        try {
            PackAudit.Result result = benches.use(bench -> audit.audit(number, bench, readData));
            sound(number, result.whole());
            synchronized (damages) {
                bytesRead += result.bytesRead();
                result.findings()
                        .forEach(finding -> damages.add(new CheckReport.Damage(
                                finding.where(), finding.what(), finding.index() ? FROM_FRAMES : FROM_COPY)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void sound(long number, List<PackEntry> entries) {
        long[] places = entries.stream()
                .mapToLong(entry -> entry.location().offset())
                .sorted()
                .toArray();
        soundPlaces.put(number, places);
        synchronized (damages) {
            objects += places.length;
        }
    }

    private boolean isSound(CatalogAudit.Listed listed) {
        long[] places = soundPlaces.get(listed.pack());
        return places != null && Arrays.binarySearch(places, listed.place()) >= 0;
    }

    /// What the catalog needs must be whole in its pack.
    private void compare() {
        Map<Long, Long> lostByPack = new TreeMap<>();
        catalog.objects(tenant.row(), listed -> {
            if (!isSound(listed)) {
                lostByPack.merge(listed.pack(), 1L, Long::sum);
                (listed.kind() == ObjectKind.MESSAGE.code() ? lostMessages : lostLeaves).add(listed.name());
            }
        });
        catalog.changes(tenant.row(), (sequence, listed) -> {
            if (!isSound(listed)) {
                damages.add(new CheckReport.Damage(
                        "Pack " + listed.pack() + ", byte " + listed.place(),
                        "change " + sequence + " cannot be read",
                        "The catalog still has what it brought: keep it, and do not rebuild it before the pack"
                                + " is back."));
            }
        });
        lostByPack.forEach((pack, lost) -> damages.add(new CheckReport.Damage(
                "Pack " + pack, lost + " objects that the catalog lists are not whole there", FROM_COPY)));
    }

    /// The messages that need any of these leaves: their skeletons say so.
    private Set<ObjectName> needing(Set<ObjectName> leaves) throws IOException {
        Set<ObjectName> needing = new HashSet<>();
        if (leaves.isEmpty()) {
            return needing;
        }
        List<CatalogAudit.Listed> messages = new ArrayList<>();
        catalog.objects(tenant.row(), listed -> {
            if (listed.kind() == ObjectKind.MESSAGE.code() && isSound(listed)) {
                messages.add(listed);
            }
        });
        for (CatalogAudit.Listed message : messages) {
            if (refersTo(message, leaves)) {
                needing.add(message.name());
            }
        }
        return needing;
    }

    private boolean refersTo(CatalogAudit.Listed message, Set<ObjectName> leaves) throws IOException {
        Location at = new Location(message.pack(), message.place(), message.length());
        Skeleton skeleton = Skeleton.decode(tenant.packs().read(benches, ObjectKind.MESSAGE, message.name(), at));
        return skeleton.segments().stream()
                .anyMatch(segment -> segment instanceof Segment.Leaf leaf
                        && leaf.pieces().stream().anyMatch(piece -> leaves.contains(piece.name())));
    }
}
