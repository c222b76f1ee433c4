package org.postern.connections.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The tree's hashes and proofs beside the definitions of RFC 9162, written down again as they stand there.
class MerkleTest {
    private static final int SIZES = 70;

    @TempDir
    private Path directory;

    /// MTH of RFC 9162 §2.1.1, over all leaves each time.
    private static byte[] mth(List<byte[]> entries) {
        if (entries.isEmpty()) {
            return Merkle.sha256().digest();
        }
        if (entries.size() == 1) {
            byte[] leaf = new byte[entries.getFirst().length + 1];
            System.arraycopy(entries.getFirst(), 0, leaf, 1, leaf.length - 1);
            return Merkle.sha256().digest(leaf);
        }
        int k = split(entries.size());
        byte[] node = new byte[65];
        node[0] = 1;
        System.arraycopy(mth(entries.subList(0, k)), 0, node, 1, 32);
        System.arraycopy(mth(entries.subList(k, entries.size())), 0, node, 33, 32);
        return Merkle.sha256().digest(node);
    }

    private static int split(int leaves) {
        int k = 1;
        while (2 * k < leaves) {
            k *= 2;
        }
        return k;
    }

    /// PATH of §2.1.3.1.
    private static List<byte[]> path(int leaf, List<byte[]> entries) {
        if (entries.size() == 1) {
            return new ArrayList<>();
        }
        int k = split(entries.size());
        boolean left = leaf < k;
        List<byte[]> path =
                left ? path(leaf, entries.subList(0, k)) : path(leaf - k, entries.subList(k, entries.size()));
        path.add(mth(left ? entries.subList(k, entries.size()) : entries.subList(0, k)));
        return path;
    }

    /// SUBPROOF of §2.1.4.1.
    private static List<byte[]> subproof(int old, List<byte[]> entries, boolean known) {
        int size = entries.size();
        if (old == size) {
            return known ? new ArrayList<>() : new ArrayList<>(List.of(mth(entries)));
        }
        int k = split(size);
        boolean left = old <= k;
        List<byte[]> proof =
                left ? subproof(old, entries.subList(0, k), known) : subproof(old - k, entries.subList(k, size), false);
        proof.add(mth(left ? entries.subList(k, size) : entries.subList(0, k)));
        return proof;
    }

    private static List<byte[]> entries(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> ("entry " + i).getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private LedgerTree tree(List<byte[]> entries) throws Exception {
        LedgerTree tree = LedgerTree.open(directory.resolve("ledger.jsonl"));
        tree.cutTo(0);
        for (byte[] entry : entries) {
            tree.append(entry, 0, 0, false);
        }
        return tree;
    }

    private static List<String> hex(List<byte[]> hashes) {
        return hashes.stream().map(HexFormat.of()::formatHex).toList();
    }

    @Test
    void rootsAndProofsAreThoseOfTheDefinition() throws Exception {
        List<byte[]> all = entries(SIZES);
        try (LedgerTree tree = tree(all)) {
            for (int size = 0; size <= SIZES; size++) {
                List<byte[]> some = all.subList(0, size);
                assertThat(Merkle.root(tree, size)).as("root of %d", size).isEqualTo(mth(some));
                assertThat(MerkleEdge.of(tree, size).root())
                        .as("edge of %d", size)
                        .isEqualTo(mth(some));
                for (int i = 0; i < size; i++) {
                    assertThat(hex(Merkle.inclusion(tree, i, size)))
                            .as("leaf %d of %d", i, size)
                            .isEqualTo(hex(path(i, some)));
                    assertThat(hex(Merkle.consistency(tree, i + 1, size)))
                            .as("from %d to %d", i + 1, size)
                            .isEqualTo(hex(subproof(i + 1, some, true)));
                }
            }
        }
    }

    /// The roots that certificate transparency's test data has for its eight entries, here for the first five sizes of
    /// entries that RFC 6962's reference test uses: "", 00, 10, 2021, 3031, 40414243, …
    @Test
    void rootsAreThoseOfTheReferenceTestData() throws Exception {
        List<byte[]> all = List.of(
                        "",
                        "00",
                        "10",
                        "2021",
                        "3031",
                        "40414243",
                        "5051525354555657",
                        "606162636465666768696a6b6c6d6e6f")
                .stream()
                .map(HexFormat.of()::parseHex)
                .toList();
        try (LedgerTree tree = tree(all)) {
            assertThat(HexFormat.of().formatHex(Merkle.root(tree, 1)))
                    .isEqualTo("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
            assertThat(HexFormat.of().formatHex(Merkle.root(tree, 2)))
                    .isEqualTo("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
            assertThat(HexFormat.of().formatHex(Merkle.root(tree, 3)))
                    .isEqualTo("aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77");
            assertThat(HexFormat.of().formatHex(Merkle.root(tree, 8)))
                    .isEqualTo("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
        }
    }

    @Test
    void proofsAreAcceptedAndChangedOnesAreNot() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<byte[]> all = entries(SIZES);
        try (LedgerTree tree = tree(all)) {
            for (int round = 0; round < 3_000; round++) {
                int size = 1 + random.nextInt(SIZES);
                int old = random.nextInt(size + 1);
                int leaf = random.nextInt(size);
                byte[] root = Merkle.root(tree, size);
                byte[] oldRoot = Merkle.root(tree, old);
                byte[] hash = Merkle.leaf(all.get(leaf));
                List<byte[]> path = Merkle.inclusion(tree, leaf, size);
                List<byte[]> growth = Merkle.consistency(tree, old, size);
                String what = "seed %d: leaf %d, old %d, size %d".formatted(seed, leaf, old, size);
                assertThat(Merkle.includes(root, size, leaf, hash, path))
                        .as(what)
                        .isTrue();
                assertThat(Merkle.continues(oldRoot, old, root, size, growth))
                        .as(what)
                        .isTrue();
                assertThat(Merkle.includes(root, size, (leaf + 1) % size, hash, path) && size > 1)
                        .as(what)
                        .isFalse();
                assertThat(Merkle.includes(flip(root, random), size, leaf, hash, path))
                        .as(what)
                        .isFalse();
                assertThat(Merkle.includes(root, size, leaf, hash, changed(path, random)))
                        .as(what)
                        .isFalse();
                assertThat(Merkle.continues(oldRoot, old, root, size, changed(growth, random)))
                        .as(what)
                        .isFalse();
                assertThat(Merkle.continues(flip(oldRoot, random), old, root, size, growth) && old > 0)
                        .as(what)
                        .isFalse();
                assertThat(Merkle.continues(oldRoot, old, flip(root, random), size, growth) && old > 0)
                        .as(what)
                        .isFalse();
            }
        }
    }

    private static byte[] flip(byte[] hash, Random random) {
        byte[] flipped = hash.clone();
        flipped[random.nextInt(32)] ^= (byte) (1 << random.nextInt(8));
        return flipped;
    }

    private static List<byte[]> changed(List<byte[]> path, Random random) {
        List<byte[]> changed = new ArrayList<>(path);
        int at = random.nextInt(path.size() + 1);
        if (at == path.size()) {
            changed.add(new byte[32]);
        } else if (random.nextBoolean()) {
            changed.remove(at);
        } else {
            changed.set(at, flip(path.get(at), random));
        }
        return changed;
    }
}
