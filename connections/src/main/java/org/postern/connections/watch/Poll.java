package org.postern.connections.watch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.connections.Alarm;
import org.postern.connections.Alarm.Kind;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionFunction;
import org.postern.connections.Ledger;
import org.postern.connections.Watch.Polled;
import org.postern.connections.watch.FileWatch.Logs;
import org.postern.connections.watch.FileWatch.Watched;
import org.postern.connections.watch.Reconciler.Finding;
import org.postern.mail.TenantId;

/// One reading of a tenant's sign-in log and of its applications' keys.
final class Poll {
    static final String NO_CONNECTION = "This tenant has no watch connection: use of a stolen key would not be noticed."
            + " Add one: postern connection add watch.";
    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Duration SKEW = Duration.ofHours(1);
    /// A log that has told nothing of our own tokens for so long is not what it should be.
    private static final Duration SILENCE = Duration.ofHours(24);

    private final TenantId tenant;
    private final FileWatch.Sources sources;
    private final Ledger ledger;
    private final Instant now;
    private final WatchState state;
    private final Raising raising;
    private final Set<String> losses = new HashSet<>();
    private long read;

    Poll(TenantId tenant, FileWatch.Sources sources, Clock clock) {
        this.tenant = tenant;
        this.sources = sources;
        this.ledger = sources.ledger(tenant);
        this.now = clock.instant();
        this.state = FileWatch.stateOf(sources, tenant);
        this.raising = new Raising(tenant, now);
    }

    Polled run() {
        Optional<Logs> logs = sources.logs(tenant);
        if (logs.isEmpty()) {
            return new Polled(0, List.of(), List.of(NO_CONNECTION));
        }
        List<Watched> applications = sources.applications(tenant);
        Instant horizon = (state.polledAt == null ? FIRST : state.polledAt).minus(FileWatch.OVERLAP);
        // The ledger is read after the log: an entry of the log always has its ledger entry before it.
        List<Entry> entries = new ArrayList<>();
        applications.forEach(application -> read(logs.get().signIns(), application, horizon, entries));
        LedgerCalls calls = LedgerCalls.since(ledger, horizon.minus(FileWatch.OVERLAP));
        judge(entries, calls);
        applications.forEach(application -> keys(logs.get().keys(), application));
        silence(calls);
        List<Alarm> raised = raising.keep(ledger, FileWatch.alarmsOf(sources, tenant));
        state.losses.clear();
        state.losses.addAll(losses);
        state.polledAt = now;
        state.prune(now.minus(FileWatch.OVERLAP.multipliedBy(2)));
        state.save();
        return new Polled(read, raised, losses.stream().sorted().toList());
    }

    private record Entry(Watched application, SignInRecord record) {}

    private void read(SignInLog log, Watched application, Instant horizon, List<Entry> entries) {
        Instant from = horizon.isBefore(application.since()) ? application.since() : horizon;
        switch (log.read(application.clientId(), from.minus(SKEW))) {
            case SignInLog.Read.Entries(List<SignInRecord> records) ->
                records.forEach(record -> entries.add(new Entry(application, record)));
            case SignInLog.Read.NotGiven(String reason) -> losses.add(reason);
        }
    }

    private void judge(List<Entry> entries, OwnCalls calls) {
        Reconciler reconciler = new Reconciler(calls, state.claims, state.addresses, state.pinned);
        List<Entry> fresh = entries.stream()
                .filter(entry -> !state.seen.containsKey(entry.record().id()))
                .sorted(Comparator.comparing(entry -> entry.record().at()))
                .toList();
        for (Entry entry : fresh) {
            SignInRecord record = entry.record();
            if (state.seen.put(record.id(), now) != null) {
                continue; // The log had it twice.
            }
            read++;
            if (state.newest == null || record.at().isAfter(state.newest)) {
                state.newest = record.at();
            }
            Watched application = entry.application();
            boolean canary = application.function() == ConnectionFunction.CANARY;
            var judged = reconciler.judge(
                    record, new Reconciler.Application(application.clientId(), application.thumbprints(), canary));
            switch (judged) {
                case Finding.Ours() -> {}
                case Finding.Attempt() -> state.attempts++;
                case Finding.Foreign(Set<Kind> kinds) ->
                    raising.add(
                            new Raising.Culprit(
                                    application,
                                    record.thumbprint(),
                                    record.keyId(),
                                    record.address(),
                                    calls.drill(record.tokenId())),
                            kinds,
                            record.at(),
                            evidence(record),
                            "");
            }
        }
    }

    private static String evidence(SignInRecord record) {
        return record.at() + " sign-in from " + record.address() + " with key " + record.keyId() + " (certificate "
                + record.thumbprint() + "), token " + (record.tokenId().isEmpty() ? "none" : record.tokenId())
                + ", request " + record.requestId() + (record.succeeded() ? "" : ", refused with " + record.errorCode())
                + ", log entry " + record.id();
    }

    private void keys(ApplicationKeys keys, Watched application) {
        List<ApplicationKeys.Registered> registered;
        try {
            registered = keys.read(application.clientId());
        } catch (ConnectionException e) {
            losses.add(
                    "The keys of the " + application.function() + " application could not be read: " + e.getMessage());
            return;
        }
        for (ApplicationKeys.Registered key : registered) {
            boolean reported = state.seen.containsKey("key " + key.keyId());
            if (!application.thumbprints().contains(key.thumbprint())) {
                state.seen.put("key " + key.keyId(), now); // Kept fresh for as long as the key is there.
                if (!reported) {
                    raising.add(
                            new Raising.Culprit(application, key.thumbprint(), key.keyId(), "", ""),
                            EnumSet.of(Kind.FOREIGN_KEY),
                            now,
                            now + " application " + application.clientId() + " has key " + key.keyId()
                                    + " (certificate "
                                    + key.thumbprint() + ", \"" + key.displayName() + "\", since " + key.since()
                                    + "), which Postern did not register",
                            "");
                }
            }
        }
    }

    /// A log that is empty although we signed in is told as a loss: it may be switched off, or not be our tenant's.
    private void silence(LedgerCalls calls) {
        Instant limit = now.minus(SILENCE);
        boolean silent = state.newest == null || state.newest.isBefore(limit.minus(SILENCE));
        if (losses.isEmpty() && silent && calls.busy(limit)) {
            losses.add("The sign-in log tells of nothing in the last two days, or of nothing at all, although Postern"
                    + " signed in a day ago: check that the tenant still keeps the log, and that the watch connection is"
                    + " this tenant's.");
        }
    }
}
