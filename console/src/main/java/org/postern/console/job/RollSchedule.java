package org.postern.console.job;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.postern.connections.Connection;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionFunction;
import org.postern.connections.Connections;
import org.postern.connections.RollOrder;
import org.postern.connections.RollReport;
import org.postern.mail.TenantId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Rolls keys when a third of their life is left, and goes on with replacements that waited for a time.
///
/// One after the other, so that a thousand tenants whose keys were made on one day are no storm.
public final class RollSchedule implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RollSchedule.class);
    private static final Duration TICK = Duration.ofMinutes(5);

    private final Connections connections;
    private final Supplier<List<TenantId>> tenants;
    private final Duration before;
    private final Clock clock;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean started;

    /// @param before its expiry a key is rolled, at the latest; zero for when a third of its life is left
    public RollSchedule(Connections connections, Supplier<List<TenantId>> tenants, Duration before, Clock clock) {
        this.connections = connections;
        this.tenants = tenants;
        this.before = before;
        this.clock = clock;
    }

    public void start() {
        started = true;
        Thread.ofVirtual().name("roll-schedule").start(this::loop);
    }

    /// Begins no more, and waits a little for the step under way.
    @Override
    public void close() {
        stopped.countDown();
        try {
            if (started && !ended.await(10, TimeUnit.SECONDS)) {
                LOG.info("The replacement of a key was cut off by the stop; it goes on after the next start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void loop() {
        try {
            while (!stopped.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                tick();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
        }
    }

    /// Does all that is due.
    void tick() throws InterruptedException {
        for (TenantId tenant : listed()) {
            for (ConnectionFunction function : due(tenant)) {
                if (stopped.getCount() == 0) {
                    return;
                }
                roll(tenant, function);
            }
        }
    }

    private List<TenantId> listed() {
        try {
            return tenants.get();
        } catch (RuntimeException e) {
            LOG.warn("The tenants whose keys may be due could not be listed; trying again soon", e);
            return List.of();
        }
    }

    private List<ConnectionFunction> due(TenantId tenant) {
        try {
            List<ConnectionFunction> resumable = connections.keys().resumable(tenant);
            return connections.list(tenant).stream()
                    .filter(connection -> resumable.contains(connection.function()) || due(connection))
                    .map(Connection::function)
                    .toList();
        } catch (RuntimeException e) {
            LOG.warn("Whether keys of tenant {} are due could not be seen", tenant, e);
            return List.of();
        }
    }

    /// What waits for a person is not begun again and again: the listing and the check show it.
    private boolean due(Connection connection) {
        if (!connection.isRollable()) {
            return false;
        }
        Instant now = clock.instant();
        boolean old = before.isZero()
                ? connection.key().lastThird(now)
                : !now.isBefore(connection.certificateUntil().minus(before));
        return old
                && connection.state() == Connection.State.ACTIVE
                && connection.objectId().isPresent()
                && connections
                        .keys()
                        .report(connection.tenant(), connection.function())
                        .map(RollReport::done)
                        .orElse(true);
    }

    private void roll(TenantId tenant, ConnectionFunction function) throws InterruptedException {
        try {
            RollReport report = connections.keys().roll(tenant, function, RollOrder.scheduled(), _ -> requireGoing());
            if (report.outcome() == RollReport.Outcome.STOPPED) {
                LOG.warn("The key of the {} connection of {} waits: {}", function, tenant, report.waitingFor());
            } else {
                LOG.info("The key of the {} connection of {}: {}", function, tenant, report.step());
            }
        } catch (ConnectionException e) {
            LOG.warn("The key of the {} connection of {} was not rolled: {}", function, tenant, e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("A fault of Postern's own while the key of {} {} was rolled", tenant, function, e);
        }
    }

    private void requireGoing() {
        if (stopped.getCount() == 0) {
            throw new ConnectionException(ConnectionException.Kind.RETRYABLE, "The server was stopped.");
        }
    }
}
