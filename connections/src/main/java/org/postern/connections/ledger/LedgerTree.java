package org.postern.connections.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// What is kept beside a ledger's lines, so that nothing needs all of them: the hashes of the Merkle tree, and where
/// and when each entry is.
///
/// Two files, both of which can be made anew from the lines (docs/format/ledger.md): `.tree` has the tree's hashes in
/// the order in which they become known; `.index` has for each entry where it begins, when it was noted, where the
/// stretch begins in which time only grew, and which entry was the last that is no `request` or `answer`.
final class LedgerTree implements Merkle.Nodes, AutoCloseable {
    private static final int RECORD_BYTES = 32;

    /// @param number of the entry
    /// @param offset where its line begins
    /// @param stretch number of the first entry since which no entry was noted earlier than the one before it
    /// @param act number of the last entry up to this one that is neither `request` nor `answer`; 0 for none
    record Place(long number, long offset, long atMillis, long stretch, long act) {}

    private static final Place NONE = new Place(0, 0, Long.MIN_VALUE, 1, 0);

    private final GrowingFile hashes;
    private final GrowingFile index;
    private MerkleEdge edge = new MerkleEdge();
    private Place last = NONE;

    private LedgerTree(GrowingFile hashes, GrowingFile index) {
        this.hashes = hashes;
        this.index = index;
    }

    static LedgerTree open(Path ledger) throws IOException {
        GrowingFile hashes = GrowingFile.open(beside(ledger, ".tree"));
        try {
            return new LedgerTree(hashes, GrowingFile.open(beside(ledger, ".index")));
        } catch (IOException e) {
            hashes.close();
            throw e;
        }
    }

    /// The file of another ending beside `ledger.jsonl`.
    static Path beside(Path ledger, String ending) {
        String name = String.valueOf(ledger.getFileName());
        int dot = name.lastIndexOf('.');
        return ledger.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + ending);
    }

    /// Whether the files can hold a tree of that size; their content is judged by its root.
    boolean holds(long leaves) throws IOException {
        return hashes.size() >= hashesOf(leaves) * Merkle.HASH_BYTES && index.size() >= leaves * RECORD_BYTES;
    }

    /// Goes back, or after opening forward, to a size that the files hold.
    void cutTo(long leaves) throws IOException {
        hashes.truncate(hashesOf(leaves) * Merkle.HASH_BYTES);
        index.truncate(leaves * RECORD_BYTES);
        edge = MerkleEdge.of(this, leaves);
        last = leaves == 0 ? NONE : place(leaves);
    }

    /// @param line without its line feed
    /// @param act whether it is neither `request` nor `answer`
    void append(byte[] line, long offset, long atMillis, boolean act) throws IOException {
        for (byte[] hash : edge.add(Merkle.leaf(line))) {
            hashes.append(hash);
        }
        long size = edge.size();
        long stretch = atMillis < last.atMillis() ? size : last.stretch();
        last = new Place(size, offset, atMillis, stretch, act ? size : last.act());
        index.append(ByteBuffer.allocate(RECORD_BYTES)
                .putLong(offset)
                .putLong(atMillis)
                .putLong(stretch)
                .putLong(last.act())
                .array());
    }

    long size() {
        return edge.size();
    }

    byte[] root() {
        return edge.root();
    }

    MerkleEdge.Head head() {
        return edge.head();
    }

    /// @param number 1 for the first
    Place place(long number) throws IOException {
        ByteBuffer record = ByteBuffer.wrap(index.read((number - 1) * RECORD_BYTES, RECORD_BYTES));
        return new Place(number, record.getLong(), record.getLong(), record.getLong(), record.getLong());
    }

    @Override
    public byte[] node(int level, long index) {
        // It is known as soon as its last leaf is, after all nodes of the leaves before, and `level` lower ones.
        long lastLeaf = ((index + 1) << level) - 1;
        try {
            return hashes.read((hashesOf(lastLeaf) + level) * Merkle.HASH_BYTES, Merkle.HASH_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long hashesOf(long leaves) {
        return 2 * leaves - Long.bitCount(leaves);
    }

    void force() throws IOException {
        hashes.force();
        index.force();
    }

    @Override
    public void close() throws IOException {
        try (hashes) {
            index.close();
        }
    }
}
