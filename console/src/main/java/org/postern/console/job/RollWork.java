package org.postern.console.job;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postern.connections.Actor;
import org.postern.connections.ConnectionException;
import org.postern.connections.Keys;
import org.postern.connections.RollOrder;
import org.postern.connections.RollReport;
import org.postern.connections.SignInCheck;
import org.postern.console.problem.Problems;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Replaces the keys of connections, several at a time; one that fails stops no other.
///
/// The replacements run on threads of their own, which a stop of the job does not interrupt: they end at their next
/// step, which the journal knows, and go on when they are ordered again.
final class RollWork implements JobWork {
    private static final Logger LOG = LoggerFactory.getLogger(RollWork.class);
    private static final int AT_ONCE = 8;
    private static final int WHOLE_REPORTS_MAX = 20;

    private final Keys keys;
    private final List<KeyDesk.Place> places;
    private final RollOrder order;

    RollWork(Keys keys, List<KeyDesk.Place> places, RollOrder order) {
        this.keys = keys;
        this.places = List.copyOf(places);
        this.order = order;
    }

    /// One connection in the result.
    ///
    /// @param outcome as in its report, or `failed`
    /// @param signIns whether the tenant's sign-in log is known to tell all of the old key: `complete`, `partial`,
    ///     `unread`, or `none` where it was not to be read
    /// @param foreignUses what that log shows of the application's use by others
    /// @param failures looks at the tenant's functions that were not good
    public record Row(
            String tenant,
            String function,
            String outcome,
            String waitingFor,
            String wayOut,
            int keysRemoved,
            int keysLeft,
            boolean keysListed,
            int looks,
            int failures,
            long longestGapMilliseconds,
            long requests,
            String signIns,
            long foreignUses) {
        boolean done() {
            return outcome.startsWith("done");
        }
    }

    /// What came of all.
    ///
    /// @param reestablished tenants all of whose connections are done
    /// @param failedRequests looks at functions during the replacements that were not good
    /// @param reports the whole reports, where they are few
    public record Result(
            int tenants,
            int reestablished,
            int done,
            int notDone,
            long failedRequests,
            long longestGapMilliseconds,
            long requests,
            double seconds,
            List<Row> connections,
            List<RollReport> reports) {}

    @Override
    public Ending run(Handle handle) {
        long start = System.nanoTime();
        List<Row> rows = Collections.synchronizedList(new ArrayList<>());
        List<RollReport> reports = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch left = new CountDownLatch(places.size());
        Semaphore room = new Semaphore(AT_ONCE);
        for (KeyDesk.Place place : places) {
            room.acquireUninterruptibly();
            Thread.ofVirtual().name("roll-" + place).start(() -> {
                try {
                    rows.add(Actor.as(handle.warrant().orderedBy(), () -> one(place, handle, reports)));
                } finally {
                    handle.progress(step(rows.size(), place.toString()));
                    room.release();
                    left.countDown();
                }
            });
        }
        boolean stopped = await(left);
        return ending(result(rows, reports, (System.nanoTime() - start) / 1e9), stopped || handle.cancelled());
    }

    private JobWork.Step step(int done, String current) {
        return new JobWork.Step("New keys", done, places.size(), 0, 0, current);
    }

    /// True when the job was to stop meanwhile.
    private static boolean await(CountDownLatch left) {
        boolean interrupted = false;
        while (true) {
            try {
                left.await(1, TimeUnit.DAYS);
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }

    private Row one(KeyDesk.Place place, Handle handle, List<RollReport> reports) {
        try {
            RollReport report = keys.roll(place.tenant(), place.function(), order, _ -> requireGoing(handle));
            if (places.size() <= WHOLE_REPORTS_MAX) {
                reports.add(report);
            }
            return row(report);
        } catch (ConnectionException e) {
            return failed(place, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(place, "It was cut off; run it again.");
        } catch (RuntimeException e) {
            if (!Problems.isKnown(e)) {
                LOG.error("replacing the key of {} met a fault of Postern's own", place, e);
            }
            return failed(place, Problems.of(e).detail());
        }
    }

    private static void requireGoing(Handle handle) {
        if (handle.cancelled()) {
            throw new ConnectionException(ConnectionException.Kind.RETRYABLE, "It was stopped between two steps.");
        }
    }

    private static Row failed(KeyDesk.Place place, String why) {
        String function = place.function().name().toLowerCase(Locale.ROOT);
        return new Row(place.tenant().value(), function, "failed", why, "", 0, 0, false, 0, 0, 0, 0, "none", 0);
    }

    private static Row row(RollReport report) {
        return new Row(
                report.tenant(),
                report.function(),
                report.outcome().name().toLowerCase(Locale.ROOT),
                text(report.waitingFor()),
                text(report.wayOut()),
                report.removed().size(),
                report.left().size(),
                report.keysListed(),
                report.mailFlow().stream().mapToInt(RollReport.Flow::looks).sum(),
                report.mailFlow().stream().mapToInt(RollReport.Flow::failures).sum(),
                report.mailFlow().stream()
                        .mapToLong(RollReport.Flow::longestGapMilliseconds)
                        .max()
                        .orElse(0),
                report.requests(),
                signIns(report.signIns()),
                report.signIns() == null ? 0 : report.signIns().foreign());
    }

    private static String signIns(@Nullable SignInCheck check) {
        if (check == null) {
            return "none";
        }
        return check.complete() ? "complete" : check.readable() ? "partial" : "unread";
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static Result result(List<Row> rows, List<RollReport> reports, double seconds) {
        List<Row> sorted = rows.stream()
                .sorted(java.util.Comparator.comparing(Row::done)
                        .thenComparing(Row::tenant)
                        .thenComparing(Row::function))
                .toList();
        long tenants = rows.stream().map(Row::tenant).distinct().count();
        long unfinished = rows.stream()
                .filter(row -> !row.done())
                .map(Row::tenant)
                .distinct()
                .count();
        int done = (int) rows.stream().filter(Row::done).count();
        return new Result(
                (int) tenants,
                (int) (tenants - unfinished),
                done,
                rows.size() - done,
                rows.stream().mapToLong(Row::failures).sum(),
                rows.stream().mapToLong(Row::longestGapMilliseconds).max().orElse(0),
                rows.stream().mapToLong(Row::requests).sum(),
                Math.round(seconds * 1_000) / 1_000.0,
                sorted,
                List.copyOf(reports));
    }

    private static Ending ending(Result result, boolean stopped) {
        if (stopped) {
            return new Ending.Cancelled(result);
        }
        boolean whole = result.notDone() == 0 && result.connections().stream().noneMatch(row -> row.keysLeft() > 0);
        return whole ? new Ending.Succeeded(result) : new Ending.Warning(result);
    }
}
