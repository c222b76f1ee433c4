package org.postern.console.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.connections.ConnectionFunction.CANARY;
import static org.postern.connections.ConnectionFunction.REMEDIATE;
import static org.postern.connections.ConnectionFunction.SYNC;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.connections.Connection;
import org.postern.connections.ConnectionException;
import org.postern.connections.RollReport.Outcome;
import org.postern.mail.TenantId;

/// Which keys a turn of the schedule replaces, and that nothing of one tenant hinders another.
class RollScheduleTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final TenantId ANNA = new TenantId("anna");
    private static final TenantId BEN = new TenantId("ben");

    private final FakeKeys keys = new FakeKeys();

    private RollSchedule schedule(Duration before) {
        return new RollSchedule(keys.asConnections(), () -> List.of(ANNA, BEN), before, CLOCK);
    }

    private static Instant in(int days) {
        return NOW.plus(Duration.ofDays(days));
    }

    @Test
    void aKeyInItsLastThirdIsReplacedAndNoOther() throws Exception {
        keys.add(ANNA, SYNC, in(-200), in(100));
        keys.add(ANNA, REMEDIATE, in(-200), in(101));
        keys.add(BEN, SYNC, in(-300), in(-1));
        schedule(Duration.ZERO).tick();
        assertThat(keys.rolled).containsExactly("anna SYNC", "ben SYNC");
    }

    @Test
    void theTimeBeforeItsExpiryMayBeSet() throws Exception {
        keys.add(ANNA, SYNC, in(-360), in(10));
        keys.add(BEN, SYNC, in(-360), in(11));
        schedule(Duration.ofDays(10)).tick();
        assertThat(keys.rolled).containsExactly("anna SYNC");
    }

    @Test
    void whatIsNotInUseNotKnownWellEnoughOrNeverRolledIsLeft() throws Exception {
        keys.add(ANNA, SYNC, in(-300), in(1), Connection.State.CEASED, "object");
        keys.add(ANNA, REMEDIATE, in(-300), in(1), Connection.State.ACTIVE, null);
        keys.add(ANNA, CANARY, in(-300), in(1));
        keys.add(BEN, SYNC, in(-300), in(1), Connection.State.REGISTERED, "object");
        schedule(Duration.ZERO).tick();
        assertThat(keys.rolled).isEmpty();
    }

    @Test
    void whatWaitsForAPersonIsNotBegunAgainButWhatCanGoOnDoes() throws Exception {
        keys.add(ANNA, SYNC, in(-300), in(1));
        keys.before.put("anna SYNC", Outcome.STOPPED);
        keys.add(BEN, SYNC, in(-10), in(300));
        keys.before.put("ben SYNC", Outcome.WAITING);
        keys.resumable.add("ben SYNC");
        schedule(Duration.ZERO).tick();
        assertThat(keys.rolled).containsExactly("ben SYNC");
        keys.before.put("anna SYNC", Outcome.DONE); // An earlier one that ended well hinders none.
        schedule(Duration.ZERO).tick();
        assertThat(keys.rolled).containsExactly("ben SYNC", "anna SYNC", "ben SYNC");
    }

    @Test
    void oneThatFailsStopsNoOther() throws Exception {
        keys.add(ANNA, SYNC, in(-300), in(1));
        keys.add(ANNA, REMEDIATE, in(-300), in(1));
        keys.add(BEN, SYNC, in(-300), in(1));
        keys.acts.put("anna SYNC", _ -> {
            throw new ConnectionException(ConnectionException.Kind.RETRYABLE, "no network");
        });
        keys.acts.put("anna REMEDIATE", _ -> {
            throw new IllegalStateException("a bug");
        });
        schedule(Duration.ZERO).tick();
        assertThat(keys.rolled).containsExactly("anna SYNC", "anna REMEDIATE", "ben SYNC");
        keys.broken.add(ANNA);
        keys.rolled.clear();
        schedule(Duration.ZERO).tick();
        assertThat(keys.rolled).containsExactly("ben SYNC");
    }

    @Test
    void whereTheTenantsCannotBeListedNothingIsDoneAndNothingThrown() throws Exception {
        RollSchedule schedule = new RollSchedule(
                keys.asConnections(),
                () -> {
                    throw new IllegalStateException("the catalog is away");
                },
                Duration.ZERO,
                CLOCK);
        schedule.tick();
        assertThat(keys.rolled).isEmpty();
    }

    @Test
    void aStopEndsItBetweenTwoStepsAndBeginsNoMore() throws Exception {
        keys.add(ANNA, SYNC, in(-300), in(1));
        keys.add(BEN, SYNC, in(-300), in(1));
        RollSchedule schedule = schedule(Duration.ZERO);
        keys.acts.put("anna SYNC", progress -> {
            progress.accept("MADE");
            schedule.close();
            progress.accept("ADDED"); // Throws: what was done is in the journal.
            throw new AssertionError("went on after the stop");
        });
        schedule.tick();
        assertThat(keys.rolled).containsExactly("anna SYNC");
    }
}
