package org.postern.connections.ledger;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.concurrent.locks.ReentrantLock;

/// Writes lines to a ledger's end, and forces them to the disk, once for all who wait.
final class EntryFile implements AutoCloseable {
    private final RandomAccessFile file;
    private final ReentrantLock forcing = new ReentrantLock();
    private volatile long size;
    private long forced;

    EntryFile(RandomAccessFile file, long size) {
        this.file = file;
        this.size = size;
    }

    long size() {
        return size;
    }

    /// Either the whole line is there afterwards or none of it. By one caller at a time.
    void append(byte[] line) throws IOException {
        long before = size;
        try {
            file.seek(before);
            file.write(line);
            size = before + line.length;
        } catch (IOException e) {
            file.setLength(before);
            throw e;
        }
    }

    void force(long upTo) throws IOException {
        forcing.lock();
        try {
            if (forced < upTo) {
                long covers = size;
                file.getFD().sync();
                forced = covers;
            }
        } finally {
            forcing.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        try (file) {
            file.getFD().sync();
        }
    }
}
