package org.postern.connections.watch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.postern.connections.ConnectionFunction;
import org.postern.connections.Ledger;
import org.postern.connections.SignInCheck;
import org.postern.connections.SignInCheck.Use;
import org.postern.connections.watch.FileWatch.Logs;
import org.postern.connections.watch.FileWatch.Watched;
import org.postern.connections.watch.Reconciler.Finding;
import org.postern.mail.TenantId;

/// One reading of one application's sign-ins from an instant on, whatever polls have judged before; changes nothing.
final class LogCheck {
    private static final Duration SKEW = Duration.ofHours(1);

    private final TenantId tenant;
    private final ConnectionFunction function;
    private final FileWatch.Sources sources;
    private final Instant now;
    private final Instant from;
    private final Instant removedAt;
    private final Map<List<Object>, Use> others = new LinkedHashMap<>();
    private long own;
    private long refused;

    /// @param removedAt when the key was taken off the application
    LogCheck(
            TenantId tenant,
            ConnectionFunction function,
            Instant from,
            Instant removedAt,
            FileWatch.Sources sources,
            Clock clock) {
        this.tenant = tenant;
        this.function = function;
        this.from = from;
        this.removedAt = removedAt;
        this.sources = sources;
        this.now = clock.instant();
    }

    SignInCheck run() {
        Optional<Logs> logs = sources.logs(tenant);
        Optional<Watched> application = sources.applications(tenant).stream()
                .filter(one -> one.function() == function)
                .findFirst();
        if (logs.isEmpty() || application.isEmpty()) {
            return SignInCheck.unread(Poll.NO_CONNECTION, from, removedAt, now);
        }
        return switch (logs.get().signIns().read(application.get().clientId(), from.minus(SKEW))) {
            case SignInLog.Read.NotGiven(String reason) -> SignInCheck.unread(reason, from, removedAt, now);
            case SignInLog.Read.Entries(List<SignInRecord> records) -> judged(application.get(), records);
        };
    }

    /// The ledger is read after the log, as by a poll.
    private SignInCheck judged(Watched application, List<SignInRecord> records) {
        Ledger ledger = sources.ledger(tenant);
        WatchState state = FileWatch.stateOf(sources, tenant);
        LedgerCalls calls = LedgerCalls.since(ledger, from.minus(FileWatch.OVERLAP));
        Reconciler reconciler =
                new Reconciler(calls, new LinkedHashMap<>(state.claims), new TreeSet<>(state.addresses), state.pinned);
        var judgedAs = new Reconciler.Application(application.clientId(), application.thumbprints(), false);
        Set<String> seen = new HashSet<>();
        records.stream()
                .filter(record -> seen.add(record.id()))
                .sorted(Comparator.comparing(SignInRecord::at))
                .forEach(record -> take(record, reconciler.judge(record, judgedAs), application, calls));
        Instant completeUntil = completeUntil(ledger, records);
        return new SignInCheck(
                null,
                from,
                removedAt,
                now,
                completeUntil,
                !completeUntil.isBefore(removedAt),
                own,
                refused,
                List.copyOf(others.values()));
    }

    private void take(SignInRecord record, Finding finding, Watched application, LedgerCalls calls) {
        boolean after = !record.at().isBefore(removedAt.truncatedTo(ChronoUnit.SECONDS)); // As the log tells time.
        switch (finding) {
            case Finding.Ours() -> own++;
            case Finding.Attempt() -> refused += after ? 1 : 0;
            case Finding.Foreign _ -> {
                Use use = new Use(
                        record.thumbprint(),
                        application.thumbprints().contains(record.thumbprint()),
                        record.address(),
                        after,
                        1,
                        record.at(),
                        record.at(),
                        calls.drill(record.tokenId()));
                others.merge(List.of(use.thumbprint(), use.address(), after, use.drill()), use, Use::with);
            }
        }
    }

    /// The log is complete up to the first token of ours that it does not show yet; what is older than the overlap
    /// of polls is not waited for.
    private Instant completeUntil(Ledger ledger, List<SignInRecord> records) {
        Set<String> shown = new HashSet<>();
        records.forEach(record -> shown.add(record.tokenId()));
        Instant oldest = now.minus(FileWatch.OVERLAP);
        String actor = function.name().toLowerCase(Locale.ROOT);
        Instant until = oldest;
        var query = new Ledger.Query(oldest, LedgerCalls.END, Set.of("token.received"), 0, Integer.MAX_VALUE);
        for (Ledger.Entry entry : ledger.find(query)) {
            if (entry.actor().equals(actor)) {
                if (!shown.contains(entry.details().getOrDefault("uti", ""))) {
                    return until;
                }
                until = entry.at();
            }
        }
        return until;
    }
}
