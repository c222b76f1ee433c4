package org.postern.connections.wire;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A body that is timed while someone waits for its bytes, and only then: a slow taker is not the server's fault.
final class WatchedStream extends FilterInputStream {
    private static final long IDLE = Long.MIN_VALUE;

    private final Watchdog watchdog;
    private final long stallNanos;
    private final long totalNanos;
    private volatile long waitingSince = IDLE;
    private volatile boolean expired;
    private volatile long waitedNanos;

    WatchedStream(InputStream in, Watchdog watchdog, long stallNanos, long totalNanos) {
        super(in);
        this.watchdog = watchdog;
        this.stallNanos = stallNanos;
        this.totalNanos = totalNanos;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread reads a body; the watchdog only looks.
    public int read(byte[] buffer, int offset, int length) throws IOException {
        long start = System.nanoTime();
        waitingSince = start;
        try {
            int count = super.read(buffer, offset, length);
            if (expired) {
                throw new IOException("the answer's body stopped arriving or came too slowly");
            }
            return count;
        } finally {
            waitingSince = IDLE;
            waitedNanos += System.nanoTime() - start;
        }
    }

    /// Cuts the body off when its time is over.
    void check(long now) throws IOException {
        long since = waitingSince;
        if (since == IDLE) {
            return;
        }
        long waiting = now - since;
        if (waiting > stallNanos || waitedNanos + waiting > totalNanos) {
            expired = true;
            super.close();
        }
    }

    void abandon() {
        watchdog.forget(this);
    }

    @Override
    public void close() throws IOException {
        watchdog.forget(this);
        super.close();
    }
}
