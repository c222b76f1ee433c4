package org.postern.connections.ledger;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Optional;

/// Reads lines one after the other.
final class LineReader {
    private final FileChannel channel;
    private final long end;
    private final byte[] window = new byte[2 * EntryCodec.MAX_LINE];
    private long windowAt;
    private int filled;
    private int at;

    LineReader(FileChannel channel, long offset, long end) {
        this.channel = channel;
        this.windowAt = offset;
        this.end = end;
    }

    /// Where the next line begins.
    long offset() {
        return windowAt + at;
    }

    /// The next line without its line feed; empty at the end, at a line without end, and at one longer than any entry.
    Optional<byte[]> next() throws IOException {
        int feed = feed(at);
        if (feed < 0) {
            fill();
            feed = feed(at);
        }
        if (feed < 0 || feed - at >= EntryCodec.MAX_LINE) {
            return Optional.empty();
        }
        byte[] line = Arrays.copyOfRange(window, at, feed);
        at = feed + 1;
        return Optional.of(line);
    }

    private int feed(int from) {
        for (int i = from; i < filled; i++) {
            if (window[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private void fill() throws IOException {
        System.arraycopy(window, at, window, 0, filled - at);
        windowAt += at;
        filled -= at;
        at = 0;
        int room = (int) Math.min(window.length - filled, end - windowAt - filled);
        ByteBuffer buffer = ByteBuffer.wrap(window, filled, Math.max(room, 0));
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, windowAt + buffer.position()) < 0) {
                throw new EOFException("the ledger became shorter while it was read");
            }
        }
        filled = buffer.position();
    }
}
