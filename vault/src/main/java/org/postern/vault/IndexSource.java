package org.postern.vault;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.postern.mail.ByteRange;
import org.postern.mail.Leaf;
import org.postern.mail.Message;
import org.postern.mail.ReadLimits;
import org.postern.mail.TransferCodec;
import org.postern.vault.content.HollowMessage;
import org.postern.vault.content.Skeleton;
import org.postern.vault.content.Skeleton.Piece;
import org.postern.vault.content.Skeleton.Segment;
import org.postern.vault.pack.ObjectName;
import org.postern.vault.search.LeafContents;

/// Reads of a stored message what the index needs: its skeleton, and a leaf only when its text is new.
///
/// A leaf is told from others by the names of its objects, so that an attachment sent a hundred times is read once.
final class IndexSource {
    /// A message to index, and where the content of its leaves is.
    record Readable(Message message, LeafContents contents, long size) {}

    private final OpenTenant tenant;
    private final ContentStore contents;

    IndexSource(OpenTenant tenant, ContentStore contents) {
        this.tenant = tenant;
        this.contents = contents;
    }

    Readable read(ObjectName name) {
        Skeleton skeleton = contents.skeleton(tenant, name);
        HollowMessage hollow = HollowMessage.of(skeleton);
        Message message = Message.read(hollow.bytes(), ReadLimits.DEFAULT);
        List<Leaf> leaves = message.leaves();
        if (hollow.isFilledBy(leaves.stream().map(Leaf::part).toList())) {
            return new Readable(message, new Gaps(hollow), skeleton.length());
        }
        byte[] mime = contents.get(tenant, name); // Cut in a way that only the whole message explains.
        return new Readable(Message.read(mime, ReadLimits.DEFAULT), LeafContents.inMessage(), mime.length);
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
                    byte[] bytes = contents.leaf(tenant, piece.name());
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
