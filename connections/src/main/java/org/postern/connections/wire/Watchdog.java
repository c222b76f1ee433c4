package org.postern.connections.wire;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// Looks at all bodies under way and cuts off those that keep their reader waiting too long.
///
/// The HTTP client's own timeout ends with the headers.
final class Watchdog implements AutoCloseable {
    private final long stallNanos;
    private final long totalNanos;
    private final Set<WatchedStream> streams = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("wire-watchdog").factory());
    private final ScheduledFuture<?> round;

    Watchdog(Duration stall, Duration total) {
        this.stallNanos = stall.toNanos();
        this.totalNanos = total.toNanos();
        long millis = Math.clamp(stall.toMillis() / 4, 10, 1_000);
        this.round = timer.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
    }

    WatchedStream watch(InputStream body) {
        return watch(new WatchedStream(body, this, stallNanos, totalNanos));
    }

    /// For an answer with other limits than most.
    WatchedStream watch(InputStream body, Duration stall, Duration total) {
        return watch(new WatchedStream(body, this, stall.toNanos(), total.toNanos()));
    }

    private WatchedStream watch(WatchedStream stream) {
        streams.add(stream);
        return stream;
    }

    void forget(WatchedStream stream) {
        streams.remove(stream);
    }

    private void look() {
        long now = System.nanoTime();
        for (WatchedStream stream : streams) {
            try {
                stream.check(now);
            } catch (IOException e) {
                stream.abandon(); // It could not even be closed: its reader sees the failure.
            }
        }
    }

    @Override
    public void close() {
        round.cancel(false);
        timer.shutdownNow();
    }
}
