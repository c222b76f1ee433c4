package org.postern.console.tenant;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.postern.connections.Alarm;
import org.postern.connections.ConnectionException;
import org.postern.connections.Watch;
import org.postern.mail.TenantId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Polls every watched tenant's sign-in log, over and over, and says aloud what it finds.
public final class WatchSchedule implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WatchSchedule.class);
    private static final int AT_ONCE = 4;

    private final Watch watch;
    private final Supplier<List<TenantId>> tenants;
    private final Duration interval;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Semaphore room = new Semaphore(AT_ONCE);

    /// @param tenants those with a watch connection
    public WatchSchedule(Watch watch, Supplier<List<TenantId>> tenants, Duration interval) {
        this.watch = watch;
        this.tenants = tenants;
        this.interval = interval;
    }

    public void start() {
        Thread.ofVirtual().name("watch-schedule").start(this::loop);
    }

    /// Begins no more polls, and waits a little for those under way.
    @Override
    public void close() {
        stopped.countDown();
        try {
            if (!room.tryAcquire(AT_ONCE, 10, TimeUnit.SECONDS)) {
                LOG.info("A poll of a sign-in log was cut off by the stop; the next one reads it again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void loop() {
        try {
            while (!stopped.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                for (TenantId tenant : listed()) {
                    room.acquire();
                    Thread.ofVirtual().name("watch-" + tenant).start(() -> poll(tenant));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<TenantId> listed() {
        try {
            return tenants.get();
        } catch (RuntimeException e) {
            LOG.warn("The tenants to watch could not be listed; trying again with the next turn", e);
            return List.of();
        }
    }

    private void poll(TenantId tenant) {
        try {
            for (Alarm alarm : watch.poll(tenant).raised()) {
                LOG.warn(
                        "ALARM {} of tenant {}: {} with the {} key's application, from {}; see \"postern watch alarms\"",
                        alarm.id(),
                        tenant,
                        alarm.kinds(),
                        alarm.function(),
                        alarm.address().isEmpty() ? "no known address" : alarm.address());
            }
        } catch (ConnectionException e) {
            LOG.warn("The sign-in log of tenant {} could not be read: {}", tenant, e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("A bug in the watch of tenant {}", tenant, e);
        } finally {
            room.release();
        }
    }
}
