package org.postern.connections.watch;

import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.postern.connections.Alarm;
import org.postern.connections.Alarm.Kind;
import org.postern.connections.ConnectionFunction;
import org.postern.connections.Watch.Imported;
import org.postern.connections.watch.FileWatch.Watched;
import org.postern.connections.watch.Reconciler.Finding;
import org.postern.mail.TenantId;

/// One reading of a file of Graph activity logs.
///
/// Such files may be weeks old, so all of the ledger's tokens are read. An entry is remembered by request and time:
/// giving a file
/// twice, or files that overlap, counts nothing twice.
final class Import {
    private final TenantId tenant;
    private final FileWatch.Sources sources;
    private final Instant now;
    private final WatchState state;
    private final Raising raising;
    private final Map<String, Watched> applications = new HashMap<>();
    private long read;
    private long own;
    private long others;
    private List<Alarm> raised = List.of();

    Import(TenantId tenant, FileWatch.Sources sources, Clock clock) {
        this.tenant = tenant;
        this.sources = sources;
        this.now = clock.instant();
        this.state = FileWatch.stateOf(sources, tenant);
        this.raising = new Raising(tenant, now);
        sources.applications(tenant)
                .forEach(one -> applications.put(one.clientId().toLowerCase(Locale.ROOT), one));
    }

    Imported run(InputStream log) {
        LedgerCalls calls = LedgerCalls.since(sources.ledger(tenant), Instant.EPOCH);
        Reconciler reconciler = new Reconciler(calls, state.claims, state.addresses, state.pinned);
        try {
            ActivityLog.read(log, entry -> judge(entry, reconciler));
        } finally {
            keep();
        }
        return new Imported(read, own, others, raised);
    }

    private void keep() {
        raised = raising.keep(sources.ledger(tenant), FileWatch.alarmsOf(sources, tenant));
        state.save();
    }

    private void judge(ActivityRecord entry, Reconciler reconciler) {
        read++;
        Watched application = applications.get(entry.clientId());
        boolean canaryMailbox = state.canaryMailboxes.contains(entry.mailbox());
        if (application == null && !canaryMailbox) {
            others++;
            return;
        }
        if (application == null) {
            application = new Watched(ConnectionFunction.CANARY, entry.clientId(), Set.of(), now);
        }
        switch (reconciler.judge(entry, canaryMailbox)) {
            case Finding.Ours() -> own++;
            case Finding.Attempt() -> state.attempts++;
            case Finding.Foreign(Set<Kind> kinds) -> {
                String mark = "activity " + entry.requestId() + " " + entry.at() + " " + entry.mailbox();
                if (state.seen.put(mark, now) == null) {
                    raising.add(
                            new Raising.Culprit(application, "", "token", entry.address(), ""),
                            kinds,
                            entry.at(),
                            entry.at() + " " + entry.method() + " from " + entry.address() + " on mailbox "
                                    + (entry.mailbox().isEmpty() ? "none" : entry.mailbox()) + " with token "
                                    + entry.tokenId() + ", request " + entry.requestId() + ", answered "
                                    + entry.status(),
                            entry.mailbox());
                }
            }
        }
    }
}
