package org.postern.recover;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.postern.mail.TenantId;

/// Runs every tenant's sync again and again, each at its own offset within the interval so that the load is spread.
///
/// A tenant whose sync takes longer than the interval skips the turns that it misses. A tenant that is new to the
/// schedule has its first turn within a minute at most.
public final class SyncSchedule implements AutoCloseable {
    public static final Duration INTERVAL = Duration.ofMinutes(10);
    private static final Duration TICK = Duration.ofSeconds(5);
    private static final Duration FIRST_TURN_WITHIN = Duration.ofMinutes(1);
    private static final System.Logger LOG = System.getLogger(SyncSchedule.class.getName());

    private final MailSync sync;
    private final Supplier<List<TenantId>> tenants;
    private final Duration interval;
    private final Clock clock;
    private final Map<TenantId, Instant> due = new HashMap<>();
    private final Set<TenantId> running = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch stopped = new CountDownLatch(1);

    /// @param tenants those to sync at this moment, asked at every tick
    public SyncSchedule(MailSync sync, Supplier<List<TenantId>> tenants, Duration interval, Clock clock) {
        if (interval.compareTo(TICK) < 0) {
            throw new IllegalArgumentException("The sync interval must be at least " + TICK.toSeconds() + " s.");
        }
        this.sync = sync;
        this.tenants = tenants;
        this.interval = interval;
        this.clock = clock;
    }

    public void start() {
        var _ = threads.submit(this::loop);
    }

    /// Stops after the messages at hand and waits for that.
    @Override
    public void close() {
        stopped.countDown();
        threads.close();
    }

    private void loop() {
        try {
            do {
                tick(clock.instant());
            } while (!stopped.await(TICK.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Starts the syncs that are due; returns how many.
    int tick(Instant now) {
        int started = 0;
        Set<TenantId> listed = new HashSet<>(list());
        due.keySet().retainAll(listed);
        for (TenantId tenant : listed) {
            Instant turn = due.computeIfAbsent(tenant, _ -> now.plus(offset(tenant, shorter(interval))));
            if (!turn.isAfter(now)) {
                due.put(tenant, nextTurn(tenant, now));
                if (running.add(tenant)) {
                    var _ = threads.submit(() -> run(tenant));
                    started++;
                }
            }
        }
        return started;
    }

    private List<TenantId> list() {
        try {
            return tenants.get();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "The tenants to sync could not be listed; trying again soon", e);
            return List.copyOf(due.keySet());
        }
    }

    private static Duration shorter(Duration interval) {
        return interval.compareTo(FIRST_TURN_WITHIN) < 0 ? interval : FIRST_TURN_WITHIN;
    }

    private static Duration offset(TenantId tenant, Duration range) {
        return Duration.ofMillis(Math.floorMod(tenant.value().hashCode() * 2_654_435_761L, range.toMillis()));
    }

    /// The first instant after `now` at the tenant's own place within the interval.
    private Instant nextTurn(TenantId tenant, Instant now) {
        long place = offset(tenant, interval).toMillis();
        long into = Math.floorMod(now.toEpochMilli() - place, interval.toMillis());
        return now.plusMillis(interval.toMillis() - into);
    }

    private void run(TenantId tenant) {
        try {
            sync.syncTenant(tenant, MailboxSelection.ALL, new UntilStopped());
        } catch (RecoverException e) {
            LOG.log(System.Logger.Level.WARNING, e.getMessage());
        } catch (RuntimeException bug) {
            LOG.log(System.Logger.Level.ERROR, "The scheduled sync of tenant " + tenant + " failed", bug);
        } finally {
            running.remove(tenant);
        }
    }

    private final class UntilStopped implements Progress {
        @Override
        public void report(Step step) {}

        @Override
        public boolean cancelled() {
            return stopped.getCount() == 0;
        }
    }
}
