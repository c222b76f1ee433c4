package org.postern.vault;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.mail.ByteRange;
import org.postern.mail.Leaf;
import org.postern.mail.Message;
import org.postern.mail.ReadLimits;
import org.postern.mail.TransferCodec;
import org.postern.vault.catalog.Lookups;
import org.postern.vault.content.HollowMessage;
import org.postern.vault.content.Skeleton;
import org.postern.vault.content.Skeleton.Piece;
import org.postern.vault.content.Skeleton.Segment;
import org.postern.vault.pack.Location;
import org.postern.vault.pack.ObjectName;
import org.postern.vault.search.LeafContents;

/// Reads of a stored message what the index needs: its skeleton, and a leaf only when its text is new.
///
/// A leaf is told from others by the names of its objects, so that an attachment sent a hundred times is read once.
/// Belongs to one thread.
final class IndexSource {
    /// A message to index, and where the content of its leaves is.
    record Opened(Message message, LeafContents contents, long size) {}

    private final OpenTenant tenant;
    private final Lookups lookups;
    private final ContentStore contents;
    private final Map<ObjectName, Location> places = new HashMap<>(); // Of what was prepared last.
    private final Map<ObjectName, Skeleton> skeletons = new HashMap<>();

    IndexSource(OpenTenant tenant, Lookups lookups, ContentStore contents) {
        this.tenant = tenant;
        this.lookups = lookups;
        this.contents = contents;
    }

    /// Looks up what is needed to read these messages, at once; a few dozen at a time, as their skeletons are held.
    void prepare(Collection<ObjectName> names) {
        places.clear();
        skeletons.clear();
        places.putAll(lookups.objects(tenant.row(), names));
        List<ObjectName> leaves = new ArrayList<>();
        for (ObjectName name : names) {
            Location at = places.get(name);
            if (at != null) {
                try {
                    Skeleton skeleton = contents.skeleton(tenant, name, at);
                    skeletons.put(name, skeleton);
                    leaves.addAll(leavesOf(skeleton));
                } catch (VaultException laterToldOfThisOne) {
                    skeletons.remove(name);
                }
            }
        }
        places.putAll(lookups.objects(tenant.row(), leaves));
    }

    private static List<ObjectName> leavesOf(Skeleton skeleton) {
        List<ObjectName> leaves = new ArrayList<>();
        for (Segment segment : skeleton.segments()) {
            if (segment instanceof Segment.Leaf(var _, List<Piece> pieces)) {
                pieces.forEach(piece -> leaves.add(piece.name()));
            }
        }
        return leaves;
    }

    private Location place(ObjectName name) {
        Location at = places.get(name);
        if (at == null) {
            throw new VaultException(
                    VaultException.Kind.CORRUPT,
                    "Tenant " + tenant.id() + " has no object " + name
                            + " in the vault. Put missing packs back from a copy and rebuild the catalog.");
        }
        return at;
    }

    /// A message that was prepared.
    Opened read(ObjectName name) {
        Skeleton prepared = skeletons.get(name);
        Skeleton skeleton = prepared == null ? contents.skeleton(tenant, name, place(name)) : prepared;
        HollowMessage hollow = HollowMessage.of(skeleton);
        Message message = Message.read(hollow.bytes(), ReadLimits.DEFAULT);
        List<Leaf> leaves = message.leaves();
        if (hollow.isFilledBy(leaves.stream().map(Leaf::part).toList())) {
            return new Opened(message, new Gaps(hollow), skeleton.length());
        }
        byte[] mime = contents.get(tenant, name); // Cut in a way that only the whole message explains.
        return new Opened(Message.read(mime, ReadLimits.DEFAULT), LeafContents.inMessage(), mime.length);
    }

    /// Contents that are objects.
    private final class Gaps implements LeafContents {
        private final HollowMessage hollow;
        private final LeafContents within = LeafContents.inMessage();

        Gaps(HollowMessage hollow) {
            this.hollow = hollow;
        }

        @Override
        public byte[] bytes(Leaf leaf, int maxBytes) {
            Optional<Segment.Leaf> gap = hollow.gap(leaf.part());
            if (gap.isEmpty()) {
                return within.bytes(leaf, maxBytes);
            }
            boolean encoded = gap.get().form() == null;
            byte[] stored = read(gap.get().pieces(), encoded ? Integer.MAX_VALUE : maxBytes);
            return encoded
                    ? TransferCodec.decode(
                            stored, new ByteRange(0, stored.length), leaf.part().encoding(), maxBytes)
                    : stored;
        }

        private byte[] read(List<Piece> pieces, int maxBytes) {
            long length = pieces.stream().mapToLong(Piece::length).sum();
            ByteBuffer content = ByteBuffer.allocate((int) Math.min(length, Math.min(maxBytes, Integer.MAX_VALUE - 8)));
            for (Piece piece : pieces) {
                if (content.hasRemaining()) {
                    byte[] bytes = contents.leaf(tenant, piece.name(), place(piece.name()));
                    content.put(bytes, 0, Math.min(bytes.length, content.remaining()));
                }
            }
            return Arrays.copyOf(content.array(), content.position());
        }

        @Override
        public int size(Leaf leaf) {
            return hollow.gap(leaf.part())
                    .map(gap -> (int) Math.min(
                            Integer.MAX_VALUE,
                            gap.pieces().stream().mapToLong(Piece::length).sum()))
                    .orElseGet(() -> within.size(leaf));
        }

        @Override
        public void identify(Leaf leaf, MessageDigest digest) {
            Optional<Segment.Leaf> gap = hollow.gap(leaf.part());
            if (gap.isEmpty()) {
                within.identify(leaf, digest);
                return;
            }
            String stored = gap.get().form() == null ? leaf.part().encoding().name() : "decoded";
            digest.update(stored.getBytes(StandardCharsets.US_ASCII));
            gap.get().pieces().forEach(piece -> digest.update(piece.name().bytes()));
        }
    }
}
