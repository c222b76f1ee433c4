package org.postern.console.job;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postern.console.problem.ProblemException;
import org.postern.mail.TenantId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets every tenant that has a retention policy forget once a day, at its own minute of one hour.
///
/// Nothing happens to a tenant without a policy. A policy that was set takes effect at its next turn, never at once, so
/// that there is time to take a mistake back. A turn that was missed while the server was down is made up for after the
/// start, but only where a run came before it.
public final class RetentionSchedule implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionSchedule.class);
    private static final Duration TICK = Duration.ofSeconds(30);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration AFTER_START = Duration.ofMinutes(5); // Syncs go first.

    private final RetentionDesk desk;
    private final Supplier<List<TenantId>> tenants;
    private final @Nullable Integer hour;
    private final Clock clock;
    private final Map<TenantId, Instant> due = new ConcurrentHashMap<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private boolean firstTick = true; // The thread's own.

    /// @param hour of the day in UTC, 0 to 23; null for no scheduled runs
    public RetentionSchedule(
            RetentionDesk desk, Supplier<List<TenantId>> tenants, @Nullable Integer hour, Clock clock) {
        if (hour != null && (hour < 0 || hour > 23)) {
            throw new IllegalArgumentException("The hour of retention is 0 to 23, not " + hour + ".");
        }
        this.desk = desk;
        this.tenants = tenants;
        this.hour = hour;
        this.clock = clock;
    }

    /// The hour of the day in UTC; empty when runs are made only by hand.
    public Optional<Integer> hour() {
        return Optional.ofNullable(hour);
    }

    /// When the tenant's next run begins; empty without schedule or policy.
    public Optional<Instant> next(TenantId tenant) {
        if (hour == null || desk.keepsAll(tenant)) {
            return Optional.empty();
        }
        return Optional.of(
                Optional.ofNullable(due.get(tenant)).orElseGet(() -> turnAfter(tenant, hour, clock.instant())));
    }

    /// No effect without an hour.
    public void start() {
        if (hour != null) {
            Thread.ofVirtual().name("retention-schedule").start(() -> loop(hour));
        }
    }

    /// Starts no more runs; those under way are jobs, and stopped as such.
    @Override
    public void close() {
        stopped.countDown();
    }

    private void loop(int at) {
        try {
            do {
                tick(at, clock.instant());
            } while (!stopped.await(TICK.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Starts the runs that are due.
    void tick(int at, Instant now) {
        try {
            List<TenantId> listed = tenants.get();
            due.keySet().retainAll(listed);
            listed.forEach(tenant -> tick(at, now, tenant));
            firstTick = false;
        } catch (RuntimeException e) {
            LOG.warn("The tenants whose retention is due could not be listed; trying again soon", e);
        }
    }

    private void tick(int at, Instant now, TenantId tenant) {
        try {
            if (desk.keepsAll(tenant)) {
                due.remove(tenant);
                return;
            }
            Instant turn = due.computeIfAbsent(tenant, _ -> firstTurn(tenant, at, now));
            if (!turn.isAfter(now)) {
                due.put(tenant, turnAfter(tenant, at, now));
                desk.runScheduled(tenant);
            }
        } catch (ProblemException busy) {
            LOG.info("The scheduled retention of tenant {} is left out: {}", tenant, busy.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("The scheduled retention of tenant {} did not begin; its next turn is tomorrow", tenant, e);
        }
    }

    private Instant firstTurn(TenantId tenant, int at, Instant now) {
        Instant next = turnAfter(tenant, at, now);
        Instant missed = next.minus(DAY);
        boolean madeUp = firstTick
                && desk.lastRun(tenant)
                        .filter(run -> run.requestedAt().isBefore(missed))
                        .isPresent();
        Instant soon = now.plus(AFTER_START);
        return madeUp && soon.isBefore(next) ? soon : next;
    }

    /// The tenants' turns are spread over the hour.
    private static Instant turnAfter(TenantId tenant, int at, Instant now) {
        long place = Math.floorMod(tenant.value().hashCode() * 2_654_435_761L, HOUR.toMinutes());
        Instant today =
                now.atOffset(ZoneOffset.UTC).with(LocalTime.of(at, (int) place)).toInstant();
        return today.isAfter(now) ? today : today.plus(DAY);
    }
}
