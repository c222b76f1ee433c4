package org.postern.connections.ledger;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The hashes that a growing tree still needs: of its whole subtrees that have no parent yet, one a level at most.
final class MerkleEdge {
    private static final int LEVELS = 62;

    private final byte[] @Nullable [] whole = new byte[LEVELS][];
    private long size;

    /// The edge of the first `size` leaves of a tree whose hashes are known.
    static MerkleEdge of(Merkle.Nodes nodes, long size) {
        MerkleEdge edge = new MerkleEdge();
        edge.size = size;
        for (int level = 0; level < LEVELS; level++) {
            if ((size >> level & 1) == 1) {
                edge.whole[level] = nodes.node(level, (size >> level) - 1);
            }
        }
        return edge;
    }

    /// Adds a leaf and gives the hashes that became known: its own, then those of the subtrees that it completed.
    List<byte[]> add(byte[] leaf) {
        List<byte[]> known = new ArrayList<>(2);
        known.add(leaf);
        byte[] hash = leaf;
        int level = 0;
        for (; (size >> level & 1) == 1; level++) {
            hash = Merkle.parent(whole(level), hash);
            known.add(hash);
        }
        whole[level] = hash;
        size++;
        return known;
    }

    /// Size and root of one moment.
    @SuppressWarnings("ArrayRecordComponent") // Signed at once and never compared.
    record Head(long size, byte[] root) {}

    Head head() {
        return new Head(size, root());
    }

    long size() {
        return size;
    }

    byte[] root() {
        if (size == 0) {
            return Merkle.sha256().digest();
        }
        int level = Long.numberOfTrailingZeros(size);
        byte[] root = whole(level);
        for (level++; level < LEVELS; level++) {
            if ((size >> level & 1) == 1) {
                root = Merkle.parent(whole(level), root);
            }
        }
        return root;
    }

    private byte[] whole(int level) {
        byte[] hash = whole[level];
        if (hash == null) {
            throw new IllegalStateException("no subtree of level " + level + " in a tree of " + size);
        }
        return hash;
    }
}
