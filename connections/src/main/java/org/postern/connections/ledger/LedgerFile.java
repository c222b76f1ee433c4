package org.postern.connections.ledger;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.Ledger.Entry;
import org.postern.connections.Ledger.Verification;
import org.postern.mail.TenantId;

/// Reads a file of entries, a line each: by position, by number, and from one end to the other.
final class LedgerFile {
    private final Path file;
    private final FileChannel channel;
    private final long end;
    private final long entries;

    /// @param end where the last of the entries ends; what follows is being written
    LedgerFile(Path file, FileChannel channel, long end, long entries) {
        this.file = file;
        this.channel = channel;
        this.end = end;
        this.entries = entries;
    }

    long entries() {
        return entries;
    }

    LineReader reader(long offset) {
        return new LineReader(channel, offset, end);
    }

    List<Entry> read(long after, int limit) throws IOException {
        List<Entry> entries = new ArrayList<>(Math.min(limit, 256));
        LineReader reader = reader(seek(after));
        while (entries.size() < limit) {
            Optional<byte[]> line = reader.next();
            if (line.isEmpty()) {
                break;
            }
            Entry entry = entry(line.get(), after + entries.size() + 1);
            if (entry.number() > after) {
                entries.add(entry);
            }
        }
        return List.copyOf(entries);
    }

    /// @param number what it should be, for the message where it is not
    Entry entry(byte[] line, long number) {
        return EntryCodec.read(line)
                .orElseThrow(() -> new ConnectionException(
                        Kind.PERMANENT,
                        "The ledger " + file + " is damaged at entry " + number
                                + ". Verify it, and compare it with a backup."));
    }

    byte[] lineAt(long offset) throws IOException {
        return reader(offset).next().orElseThrow(() -> new EOFException("no entry begins at byte " + offset));
    }

    Entry entryAt(long offset) throws IOException {
        byte[] line = lineAt(offset);
        return entry(line, EntryCodec.head(line).map(EntryCodec.Head::number).orElse(0L));
    }

    boolean isOfKind(long offset, Set<String> kinds) throws IOException {
        return head(offset).filter(head -> kinds.contains(head.kind())).isPresent();
    }

    private Optional<EntryCodec.Head> head(long offset) throws IOException {
        int length = (int) Math.min(EntryCodec.HEAD_MAX, end - offset);
        return EntryCodec.head(bytesAt(channel, offset, length));
    }

    void copy(OutputStream out) throws IOException {
        LineReader reader = reader(0);
        for (long number = 1; number <= entries; number++) {
            byte[] line = reader.next().orElseThrow(() -> new EOFException("an entry is missing"));
            out.write(line);
            out.write('\n');
        }
    }

    /// Walks the whole chain, and gathers the tree that was signed.
    Verification verify(TenantId tenant, @Nullable Checkpoint signed) throws IOException {
        String previous = EntryCodec.origin(tenant);
        MerkleEdge edge = new MerkleEdge();
        LineReader reader = reader(0);
        while (reader.offset() < end) {
            long expected = edge.size() + 1;
            Optional<byte[]> line = reader.next();
            Optional<Entry> entry = line.flatMap(EntryCodec::read);
            if (entry.isEmpty()) {
                return new Verification.Broken(expected, "its bytes are not an entry with its own hash");
            }
            if (entry.get().number() != expected) {
                return new Verification.Broken(expected, "number " + entry.get().number() + " stands in its place");
            }
            if (!entry.get().previous().equals(previous)) {
                return new Verification.Broken(expected, "it does not follow from the entry before");
            }
            previous = entry.get().hash();
            edge.add(Merkle.leaf(line.get()));
            if (signed != null && signed.size() == expected && !Arrays.equals(edge.root(), signed.root())) {
                return new Verification.Broken(expected, "the entries up to it are not those that were signed");
            }
        }
        boolean cut = signed != null && signed.size() > edge.size();
        return cut
                ? new Verification.Broken(edge.size() + 1, "it was signed and is missing, as are those after it")
                : new Verification.Whole(edge.size());
    }

    /// Where the first entry with a number above `after` begins, by halving.
    private long seek(long after) throws IOException {
        long low = 0; // A line begins here.
        long high = end; // No entry at or before `after` begins here or later.
        while (low < high) {
            long middle = startOfLineBefore(channel, low + (high - low) / 2 + 1);
            LineReader reader = reader(middle);
            Optional<EntryCodec.Head> head = reader.next().flatMap(EntryCodec::head);
            if (head.isEmpty()) {
                return low; // A damaged stretch: reading on from before it shows what can be shown.
            }
            if (head.get().number() <= after) {
                low = reader.offset();
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// Where the line that holds the byte before `end` begins.
    static long startOfLineBefore(FileChannel channel, long end) throws IOException {
        long from = Math.max(0, end - 1 - EntryCodec.MAX_LINE);
        byte[] bytes = bytesAt(channel, from, (int) (end - 1 - from));
        for (int i = bytes.length - 1; i >= 0; i--) {
            if (bytes[i] == '\n') {
                return from + i + 1;
            }
        }
        return from;
    }

    static byte[] bytesAt(FileChannel channel, long offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(Math.max(length, 0));
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                throw new EOFException("the ledger became shorter while it was read");
            }
        }
        return buffer.array();
    }
}
