package org.postern.connections.flow;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// Bounds the memory of fetched messages that nobody has taken yet.
///
/// A reader asks only once it holds a whole message, so that what is half read never waits for what is half read: each
/// request in flight may hold one message above the budget, and of large ones there is one at a time.
public final class ByteBudget {
    /// From here on a message is large.
    public static final int LARGE_BYTES = 4 << 20;

    private static final int UNIT = 1 << 10;
    private final int units;
    private final Semaphore free;
    private final Semaphore large = new Semaphore(1, true);

    public ByteBudget(int bytes) {
        this.units = Math.max(1, bytes / UNIT);
        this.free = new Semaphore(units, true);
    }

    /// Some of the budget, given back once.
    public static final class Lease implements AutoCloseable {
        public static final Lease NONE = new Lease(new Semaphore(0), 0);

        private final Semaphore source;
        private final AtomicInteger held;

        private Lease(Semaphore source, int permits) {
            this.source = source;
            this.held = new AtomicInteger(permits);
        }

        @Override
        public void close() {
            source.release(held.getAndSet(0));
        }
    }

    /// Waits until a message of this size has room.
    public Lease take(int bytes) throws InterruptedException {
        int permits = Math.clamp(bytes / UNIT + 1, 1, units);
        free.acquire(permits);
        return new Lease(free, permits);
    }

    /// Waits until the one large message before is taken.
    public Lease takeLarge() throws InterruptedException {
        large.acquire();
        return new Lease(large, 1);
    }
}
