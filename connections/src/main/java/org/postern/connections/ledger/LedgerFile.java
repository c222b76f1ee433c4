package org.postern.connections.ledger;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import org.postern.connections.Ledger.Entry;

/// Finds entries in a file of lines by position: the last one, and the first after a number.
final class LedgerFile {
    private final FileChannel channel;

    LedgerFile(FileChannel channel) {
        this.channel = channel;
    }

    /// A line's bytes without its line feed, and where the next begins.
    @SuppressWarnings("ArrayRecordComponent") // Decoded at once and never compared.
    record Line(byte[] bytes, long next) {}

    /// The line that begins at `offset`; empty at the end, at a line without end, and at one longer than any entry.
    Optional<Line> lineAt(long offset, long size) throws IOException {
        byte[] bytes = bytesAt(offset, (int) Math.min(EntryCodec.MAX_LINE, size - offset));
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return Optional.of(new Line(java.util.Arrays.copyOf(bytes, i), offset + i + 1));
            }
        }
        return Optional.empty();
    }

    /// Where the line that holds the byte before `end` begins.
    long startOfLineBefore(long end) throws IOException {
        long from = Math.max(0, end - 1 - EntryCodec.MAX_LINE);
        byte[] bytes = bytesAt(from, (int) (end - 1 - from));
        for (int i = bytes.length - 1; i >= 0; i--) {
            if (bytes[i] == '\n') {
                return from + i + 1;
            }
        }
        return from;
    }

    /// Where the first entry with a number above `after` begins, by halving.
    long seek(long after, long size) throws IOException {
        long low = 0; // A line begins here.
        long high = size; // No entry at or before `after` begins here or later.
        while (low < high) {
            long middle = startOfLineBefore(low + (high - low) / 2 + 1);
            Optional<Line> line = lineAt(middle, size);
            Optional<Entry> entry = line.flatMap(found -> EntryCodec.read(found.bytes()));
            if (entry.isEmpty()) {
                return low; // A damaged stretch: reading on from before it shows what can be shown.
            }
            if (entry.get().number() <= after) {
                low = line.get().next();
            } else {
                high = middle;
            }
        }
        return low;
    }

    byte[] bytesAt(long offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(Math.max(length, 0));
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                throw new EOFException("the ledger became shorter while it was read");
            }
        }
        return buffer.array();
    }
}
