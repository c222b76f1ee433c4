package org.postern.vault;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postern.vault.catalog.Lookups;
import org.postern.vault.content.Skeleton;
import org.postern.vault.content.Skeleton.Segment;
import org.postern.vault.pack.Location;
import org.postern.vault.pack.ObjectName;

/// Reads many messages of a tenant: their objects are looked up together and read in the order in which they lie.
///
/// Belongs to one thread.
final class BulkRead {
    private static final int HELD = 4 << 20; // Bytes of messages whose skeletons are held at a time.
    private static final Comparator<Placed> BY_PLACE = Comparator.comparingLong((Placed placed) -> placed.at.pack())
            .thenComparingLong(placed -> placed.at.offset());
    private final OpenTenant tenant;
    private final Lookups lookups;
    private final ContentStore contents;
    private final Vault.ContentTaker taker;

    private record Placed(ObjectName name, Location at) {}

    private record Opened(Placed placed, Skeleton skeleton) {}

    BulkRead(OpenTenant tenant, Lookups lookups, ContentStore contents, Vault.ContentTaker taker) {
        this.tenant = tenant;
        this.lookups = lookups;
        this.contents = contents;
        this.taker = taker;
    }

    void run(Collection<ObjectName> names) {
        Map<ObjectName, Location> places = lookups.objects(tenant.row(), names);
        List<Placed> placed = new ArrayList<>();
        for (ObjectName name : names) {
            Location at = places.get(name);
            if (at == null) {
                alone(name);
            } else {
                placed.add(new Placed(name, at));
            }
        }
        placed.sort(BY_PLACE);
        List<Opened> opened = new ArrayList<>();
        long held = 0;
        for (Placed one : placed) {
            try {
                Skeleton skeleton = contents.skeleton(tenant, one.name, one.at);
                opened.add(new Opened(one, skeleton));
                held += skeleton.length();
            } catch (VaultException e) {
                alone(one.name);
            }
            if (held >= HELD) {
                build(opened);
                opened.clear();
                held = 0;
            }
        }
        build(opened);
    }

    private void build(List<Opened> opened) {
        List<ObjectName> leaves = new ArrayList<>();
        opened.forEach(one -> collectLeaves(one.skeleton, leaves));
        Map<ObjectName, Location> places = leaves.isEmpty() ? new HashMap<>() : lookups.objects(tenant.row(), leaves);
        for (Opened one : opened) {
            byte[] message;
            try {
                message = contents.build(tenant, one.placed.name, one.placed.at, one.skeleton, places);
            } catch (VaultException e) {
                alone(one.placed.name);
                continue;
            }
            taker.take(ContentName.of(one.placed.name.bytes()), message);
        }
    }

    private static void collectLeaves(Skeleton skeleton, List<ObjectName> leaves) {
        for (Segment segment : skeleton.segments()) {
            if (segment instanceof Segment.Leaf leaf) {
                leaf.pieces().forEach(piece -> leaves.add(piece.name()));
            }
        }
    }

    /// What could not be read with the others is looked up anew: an object may have been moved meanwhile.
    private void alone(ObjectName name) {
        byte[] message;
        try {
            message = contents.get(tenant, name);
        } catch (VaultException e) {
            taker.fail(ContentName.of(name.bytes()), e);
            return;
        }
        taker.take(ContentName.of(name.bytes()), message);
    }
}
