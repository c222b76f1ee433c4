package org.postern.connections.ledger;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The hashes and proofs of a Merkle tree over a log (RFC 6962 §2.1, RFC 9162 §2.1).
///
/// Proofs are made from the hashes of whole subtrees, of which a tree of n leaves needs about log n.
final class Merkle {
    static final int HASH_BYTES = 32;

    private Merkle() {}

    /// The hashes of subtrees that are whole: level 0 are the leaves, and node (l, i) covers the 2^l leaves from i·2^l.
    interface Nodes {
        byte[] node(int level, long index);
    }

    /// RFC 9162 §2.1.1.
    static byte[] leaf(byte[] entry) {
        MessageDigest digest = sha256();
        digest.update((byte) 0);
        return digest.digest(entry);
    }

    /// RFC 9162 §2.1.1.
    static byte[] parent(byte[] left, byte[] right) {
        MessageDigest digest = sha256();
        digest.update((byte) 1);
        digest.update(left);
        return digest.digest(right);
    }

    /// The root over the first `size` leaves.
    static byte[] root(Nodes nodes, long size) {
        return size == 0 ? sha256().digest() : range(nodes, 0, size);
    }

    /// RFC 9162 §2.1.3.1: shows that the leaf is in the tree of that size.
    static List<byte[]> inclusion(Nodes nodes, long leaf, long size) {
        List<byte[]> path = new ArrayList<>();
        long low = 0;
        long high = size;
        while (high - low > 1) {
            long middle = low + split(high - low);
            if (leaf < middle) {
                path.addFirst(range(nodes, middle, high));
                high = middle;
            } else {
                path.addFirst(range(nodes, low, middle));
                low = middle;
            }
        }
        return path;
    }

    /// RFC 9162 §2.1.4.1: shows that the tree of the old size is the beginning of that of the new one.
    static List<byte[]> consistency(Nodes nodes, long old, long size) {
        List<byte[]> path = new ArrayList<>();
        if (old == 0 || old == size) {
            return path;
        }
        long low = 0;
        long high = size;
        while (old != high) {
            long middle = low + split(high - low);
            if (old <= middle) {
                path.addFirst(range(nodes, middle, high));
                high = middle;
            } else {
                path.addFirst(range(nodes, low, middle));
                low = middle;
            }
        }
        if (low != 0) {
            path.addFirst(range(nodes, low, high)); // Else it is the old root, which the verifier has.
        }
        return path;
    }

    /// RFC 9162 §2.1.3.2.
    static boolean includes(byte[] root, long size, long leaf, byte[] leafHash, List<byte[]> path) {
        if (leaf < 0 || leaf >= size) {
            return false;
        }
        long node = leaf;
        long last = size - 1;
        byte[] hash = leafHash;
        for (byte[] sibling : path) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                hash = parent(sibling, hash);
                int up = (node & 1) == 1 ? 0 : Long.numberOfTrailingZeros(node);
                node >>= up;
                last >>= up;
            } else {
                hash = parent(hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && MessageDigest.isEqual(hash, root);
    }

    /// RFC 9162 §2.1.4.2, with an old tree of no leaves, which begins every other.
    static boolean continues(byte[] oldRoot, long old, byte[] root, long size, List<byte[]> path) {
        if (old == 0 || old == size) {
            boolean same = old == 0 || MessageDigest.isEqual(oldRoot, root);
            return path.isEmpty() && same;
        }
        if (old < 0 || old > size || path.isEmpty()) {
            return false;
        }
        List<byte[]> hashes = new ArrayList<>(path);
        if (Long.bitCount(old) == 1) {
            hashes.addFirst(oldRoot);
        }
        int up = Long.numberOfTrailingZeros(~(old - 1));
        long node = (old - 1) >> up;
        long last = (size - 1) >> up;
        byte[] first = hashes.getFirst();
        byte[] second = first;
        for (byte[] hash : hashes.subList(1, hashes.size())) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                first = parent(hash, first);
                second = parent(hash, second);
                int skip = (node & 1) == 1 ? 0 : Long.numberOfTrailingZeros(node);
                node >>= skip;
                last >>= skip;
            } else {
                second = parent(second, hash);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && Arrays.equals(first, oldRoot) && Arrays.equals(second, root);
    }

    /// The hash over the leaves from `low` to before `high`; `low` is a multiple of the power of two that is not below
    /// their number.
    private static byte[] range(Nodes nodes, long low, long high) {
        long leaves = high - low;
        if (Long.bitCount(leaves) == 1) {
            int level = Long.numberOfTrailingZeros(leaves);
            return nodes.node(level, low >> level);
        }
        long middle = low + split(leaves);
        return parent(range(nodes, low, middle), range(nodes, middle, high));
    }

    /// The largest power of two below the number of leaves.
    private static long split(long leaves) {
        return Long.highestOneBit(leaves - 1);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
