package org.postern.cli.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The hashes of a log's tree (RFC 9162 §2.1): a root from its leaves, and the two kinds of proofs.
final class Merkle {
    private Merkle() {}

    static byte[] leaf(byte[] line) {
        return Bytes.sha256(Bytes.concat(new byte[] {0}, line));
    }

    private static byte[] parent(byte[] left, byte[] right) {
        return Bytes.sha256(Bytes.concat(new byte[] {1}, left, right));
    }

    /// RFC 9162 §2.1.3.2.
    static boolean includes(Note signed, long leaf, byte[] hash, List<byte[]> path) {
        long node = leaf;
        long last = signed.size() - 1;
        byte[] root = hash;
        for (byte[] sibling : path) {
            if (last == 0) {
                return false;
            }
            boolean right = (node & 1) == 1 || node == last;
            root = right ? parent(sibling, root) : parent(root, sibling);
            while (right && (node & 1) == 0 && node != 0) {
                node >>= 1;
                last >>= 1;
            }
            node >>= 1;
            last >>= 1;
        }
        return leaf < signed.size() && last == 0 && Arrays.equals(root, signed.root());
    }

    /// Whether the newer log begins with all of the older one (RFC 9162 §2.1.4.2).
    static boolean continues(Note older, Note newer, List<byte[]> path) {
        if (older.size() == 0 || older.size() == newer.size()) {
            return path.isEmpty() && (older.size() == 0 || Arrays.equals(older.root(), newer.root()));
        }
        List<byte[]> hashes = new ArrayList<>(path);
        if (Long.bitCount(older.size()) == 1) {
            hashes.add(0, older.root());
        }
        if (older.size() > newer.size() || hashes.isEmpty()) {
            return false;
        }
        int whole = Long.numberOfTrailingZeros(older.size());
        long node = (older.size() - 1) >> whole;
        long last = (newer.size() - 1) >> whole;
        byte[] oldRoot = hashes.get(0);
        byte[] newRoot = hashes.get(0);
        for (byte[] sibling : hashes.subList(1, hashes.size())) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                oldRoot = parent(sibling, oldRoot);
                newRoot = parent(sibling, newRoot);
                int up = node == 0 ? 0 : Long.numberOfTrailingZeros(node);
                node >>= up;
                last >>= up;
            } else {
                newRoot = parent(newRoot, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && Arrays.equals(oldRoot, older.root()) && Arrays.equals(newRoot, newer.root());
    }

    /// A Merkle tree that grows (RFC 9162 §2.1.1), with the hashes that it still needs.
    static final class Tree {
        private final List<byte[]> whole = new ArrayList<>(); // Of 2^i leaves at i, where that bit of the size is set.
        long size;

        void add(byte[] leaf) {
            byte[] hash = leaf;
            int level = 0;
            for (; (size >> level & 1) == 1; level++) {
                hash = parent(whole.get(level), hash);
            }
            if (level == whole.size()) {
                whole.add(hash);
            }
            whole.set(level, hash);
            size++;
        }

        byte[] root() {
            byte[] root = size == 0 ? Bytes.sha256(new byte[0]) : new byte[0];
            for (int level = 0; level < whole.size(); level++) {
                if ((size >> level & 1) == 1) {
                    root = root.length == 0 ? whole.get(level) : parent(whole.get(level), root);
                }
            }
            return root;
        }
    }
}
