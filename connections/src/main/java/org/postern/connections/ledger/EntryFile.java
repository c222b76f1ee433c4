package org.postern.connections.ledger;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// Writes lines to a ledger's end, and forces them to the disk, once for all who wait.
///
/// After forcing failed once, a system may hold for written what it lost, and a second try succeeds without it. So
/// lines are held until they were forced, and after a failure are written anew before any other is.
final class EntryFile implements AutoCloseable {
    /// Some seconds of all requests that a service takes.
    private static final int HELD_MAX = 8 << 20;

    @SuppressWarnings("ArrayRecordComponent") // Written as it is and never compared.
    private record Line(long offset, byte[] bytes) {}

    private final LineStore store;
    private final ReentrantLock forcing = new ReentrantLock();
    private final Deque<Line> held = new ArrayDeque<>(); // Guarded by itself.
    private volatile long size;
    private long forced;
    private volatile boolean suspect;

    EntryFile(LineStore store, long size) {
        this.store = store;
        this.size = size; // None of it is known to be on the disk.
    }

    long size() {
        return size;
    }

    /// Either the whole line counts afterwards or none of it. By one caller at a time.
    void append(byte[] line) throws IOException {
        if (suspect) {
            force(Long.MAX_VALUE); // Else a line could stand behind others that are lost.
        }
        long before = size;
        hold(new Line(before, line));
        try {
            store.write(before, line);
            size = before + line.length;
        } catch (IOException e) {
            synchronized (held) {
                held.removeLast();
            }
            cut(before, e);
            throw e;
        }
    }

    /// What is not cut is written over by the next line, and never read.
    private void cut(long at, IOException cause) {
        try {
            store.cut(at);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private void hold(Line line) throws IOException {
        synchronized (held) {
            Line oldest = held.peekFirst();
            if (oldest != null && line.offset() - oldest.offset() > HELD_MAX) {
                throw new IOException("the disk has not confirmed the last " + HELD_MAX + " bytes");
            }
            held.addLast(line);
        }
    }

    void force(long upTo) throws IOException {
        forcing.lock();
        try {
            if (forced < upTo) {
                force();
            }
        } finally {
            forcing.unlock();
        }
    }

    private void force() throws IOException {
        long covers = size;
        if (suspect) {
            for (Line line : heldBefore(covers)) {
                store.write(line.offset(), line.bytes());
            }
        }
        suspect = true;
        store.force();
        suspect = false;
        forced = covers;
        synchronized (held) {
            while (!held.isEmpty() && held.getFirst().offset() < covers) {
                held.removeFirst();
            }
        }
    }

    /// A line beyond is being written in this moment, by its own thread.
    private List<Line> heldBefore(long offset) {
        synchronized (held) {
            return held.stream().filter(line -> line.offset() < offset).toList();
        }
    }

    /// Forces what is there; what cannot be written is told.
    @Override
    public void close() throws IOException {
        try (store) {
            force(size);
        }
    }
}
