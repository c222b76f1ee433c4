package org.postern.console.job;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.connections.Alarm;
import org.postern.connections.ConnectionException;
import org.postern.connections.Connections;
import org.postern.connections.RollOrder;
import org.postern.connections.RollReport;
import org.postern.connections.Watch;
import org.postern.console.job.DrillGround.Begun;
import org.postern.mail.TenantId;

/// Rehearses a theft for real: a use of the key that is not ours, the tenant's log, the alarm, new keys; and takes
/// times.
///
/// What plays the thief is a copy of the key that is there, for one sign-in whose token is thrown away: nothing is
/// added on the customer's side, so nothing can be left there, wherever this is cut off. Run again, it goes on.
final class DrillWork implements JobWork {
    private final Connections connections;
    private final Clock clock;
    private final TenantId tenant;
    private final DrillOrder order;
    private final DrillGround ground;

    DrillWork(Connections connections, Clock clock, TenantId tenant, DrillOrder order) {
        this.connections = connections;
        this.clock = clock;
        this.tenant = tenant;
        this.order = order;
        this.ground = new DrillGround(connections, tenant, order.function());
    }

    /// What came of it; times are null as long as it has not come to them.
    ///
    /// @param outcome `done`, `log_silent`, `not_reestablished` or `stopped`
    /// @param useToLogSeconds from the use to the reading of the log that showed it; exact to the interval of
    /// readings
    /// @param logToAlarmSeconds from that reading to the alarm
    /// @param alarmToNewKeySeconds until all sign-ins were by the new key
    /// @param newKeyToOldRemovedSeconds until the old key opened nothing more
    /// @param failedRequests looks at the tenant's functions that were not good meanwhile
    /// @param alarm its id
    /// @param report of the replacement
    public record Result(
            String drill,
            String outcome,
            String function,
            @Nullable Instant usedAt,
            @Nullable Double useToLogSeconds,
            @Nullable Double logToAlarmSeconds,
            @Nullable Double alarmToNewKeySeconds,
            @Nullable Double newKeyToOldRemovedSeconds,
            @Nullable Long failedRequests,
            @Nullable Long longestGapMilliseconds,
            @Nullable String alarm,
            @Nullable RollReport report) {}

    /// @param told when the alarm was known here
    private record Raised(Alarm alarm, Instant told) {}

    @Override
    public Ending run(Handle handle) throws Exception {
        Watch.Polled before = connections.watch().poll(tenant);
        if (!before.losses().isEmpty()) {
            throw new ConnectionException(
                    ConnectionException.Kind.PERMANENT,
                    "The tenant is not watched well enough for a drill: " + String.join(" ", before.losses()));
        }
        Begun begun = ground.unfinished(clock.instant()).orElseGet(() -> ground.begin(handle.jobId(), order.because()));
        handle.progress(step("signing in as a thief would", 0));
        Instant usedAt = begun.usedAt().isPresent()
                ? begun.usedAt().get()
                : connections.keys().rehearse(tenant, order.function(), begun.id());
        Optional<Raised> raised = await(begun.id(), handle);
        if (raised.isEmpty()) {
            return unnoticed(begun, usedAt, handle.cancelled());
        }
        handle.progress(step("new key", order.patience().toSeconds()));
        RollReport report = connections
                .keys()
                .roll(
                        tenant,
                        order.function(),
                        RollOrder.reestablish("drill " + begun.id(), true),
                        word -> handle.progress(
                                step("new key: " + word, order.patience().toSeconds())));
        Result result = result(begun, usedAt, raised.get(), report);
        if (!report.done()) {
            return new Ending.Warning(result);
        }
        ground.end(begun.id(), result.outcome());
        return new Ending.Succeeded(result);
    }

    private Step step(String phase, long seconds) {
        return new Step(phase, seconds, order.patience().toSeconds(), 0, 0, ground.name());
    }

    /// Another poll than ours may have raised it; empty when the time is over or the job is to stop.
    private Optional<Raised> await(String drill, Handle handle) {
        Instant start = clock.instant();
        try {
            while (!handle.cancelled()) {
                connections.watch().poll(tenant);
                Optional<Alarm> alarm = find(drill);
                if (alarm.isPresent()) {
                    return alarm.map(found -> new Raised(found, clock.instant()));
                }
                Duration waited = Duration.between(start, clock.instant());
                if (waited.compareTo(order.patience()) >= 0) {
                    return Optional.empty();
                }
                handle.progress(step("waiting for the tenant's log", waited.toSeconds()));
                Thread.sleep(order.every());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // The job's end looks whether it was cancelled.
        }
        return Optional.empty();
    }

    private Optional<Alarm> find(String drill) {
        return connections.watch().alarms(tenant).stream()
                .filter(alarm -> alarm.drill().equals(drill))
                .findFirst();
    }

    private Ending unnoticed(Begun begun, Instant usedAt, boolean stopped) {
        String outcome = stopped ? "stopped" : "log_silent";
        Result result =
                new Result(begun.id(), outcome, ground.name(), usedAt, null, null, null, null, null, null, null, null);
        if (stopped || Thread.currentThread().isInterrupted()) {
            return new Ending.Cancelled(result);
        }
        return new Ending.Failed(
                result,
                new Job.Fault(
                        "The tenant's log did not show the drill's sign-in within " + order.patience() + ": a theft at "
                                + usedAt + " would not have been noticed yet.",
                        "Run the drill again to go on waiting (logs may be late by a day), and look whether the tenant's"
                                + " sign-in log shows sign-ins of service principals at all. Nothing of the drill is left"
                                + " on the customer's side."));
    }

    private Result result(Begun begun, Instant usedAt, Raised raised, RollReport report) {
        Instant shown = raised.alarm().raisedAt();
        Optional<Instant> switched = at(report.events(), "switched");
        Optional<Instant> retired = at(report.events(), "retired");
        return new Result(
                begun.id(),
                report.done() ? "done" : "not_reestablished",
                ground.name(),
                usedAt,
                seconds(usedAt, Optional.of(shown)),
                seconds(shown, Optional.of(raised.told())),
                seconds(raised.told(), switched),
                switched.isPresent() ? seconds(switched.get(), retired) : null,
                report.mailFlow().stream().mapToLong(RollReport.Flow::failures).sum(),
                report.mailFlow().stream()
                        .mapToLong(RollReport.Flow::longestGapMilliseconds)
                        .max()
                        .orElse(0),
                raised.alarm().id(),
                report);
    }

    private static Optional<Instant> at(List<RollReport.Event> events, String step) {
        return events.stream()
                .filter(event -> event.step().equals(step))
                .map(RollReport.Event::at)
                .findFirst();
    }

    private static @Nullable Double seconds(Instant from, Optional<Instant> until) {
        return until.map(at -> Duration.between(from, at).toMillis() / 1e3).orElse(null);
    }
}
