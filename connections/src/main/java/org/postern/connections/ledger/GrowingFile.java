package org.postern.connections.ledger;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;

/// A file that only grows; its newest bytes are held in memory until there are enough for one write.
///
/// For what can be made anew from the ledger's lines, and so needs no writing of its own for each entry.
final class GrowingFile implements AutoCloseable {
    private static final int WRITE_AT = 64 << 10;
    private static final int HELD_MAX = 8 << 20;

    private final RandomAccessFile file;
    private byte[] held = new byte[2 * WRITE_AT];
    private int count;
    private long written;

    private GrowingFile(RandomAccessFile file) throws IOException {
        this.file = file;
        this.written = file.length();
    }

    static GrowingFile open(Path path) throws IOException {
        return new GrowingFile(OwnFile.open(path));
    }

    synchronized long size() {
        return written + count;
    }

    /// A disk that takes nothing does not fail this until what is held is too much: [#force] tells it.
    synchronized void append(byte[] bytes) throws IOException {
        if (count + bytes.length > held.length) {
            held = Arrays.copyOf(held, held.length * 2);
        }
        System.arraycopy(bytes, 0, held, count, bytes.length);
        count += bytes.length;
        if (count >= WRITE_AT) {
            try {
                write();
            } catch (IOException e) {
                if (count > HELD_MAX) {
                    throw e;
                }
            }
        }
    }

    private void write() throws IOException {
        if (count > 0) {
            file.seek(written);
            file.write(held, 0, count);
            written += count;
            count = 0;
        }
    }

    synchronized byte[] read(long offset, int length) throws IOException {
        if (offset < 0 || offset + length > size()) {
            throw new EOFException("it ends before byte " + (offset + length));
        }
        byte[] bytes = new byte[length];
        int onDisk = Math.clamp(written - offset, 0, length);
        if (onDisk > 0) {
            file.seek(offset);
            file.readFully(bytes, 0, onDisk);
        }
        if (onDisk < length) {
            System.arraycopy(held, (int) (offset + onDisk - written), bytes, onDisk, length - onDisk);
        }
        return bytes;
    }

    synchronized void truncate(long size) throws IOException {
        write();
        file.setLength(Math.min(written, size));
        written = Math.min(written, size);
    }

    synchronized void force() throws IOException {
        write();
        file.getFD().sync();
    }

    @Override
    public synchronized void close() throws IOException {
        try (file) {
            write();
        }
    }
}
