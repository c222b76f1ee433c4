package org.postern.connections.watch;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.postern.connections.Actor;
import org.postern.connections.Alarm;
import org.postern.connections.BlastRadius;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.ConnectionFunction;
import org.postern.connections.Ledger;
import org.postern.connections.MailReader.RemoteMailbox;
import org.postern.connections.SignInCheck;
import org.postern.connections.Watch;
import org.postern.mail.TenantId;

/// [Watch] that keeps what it knows in two files beside a tenant's connections.
public final class FileWatch implements Watch {
    /// So far back each poll reads again: the log may be late by hours, and by a day on a bad one.
    static final Duration OVERLAP = Duration.ofDays(2);

    private final Sources sources;
    private final Clock clock;
    private final Consumer<TenantId> polled;
    private final Map<TenantId, ReentrantLock> locks = new ConcurrentHashMap<>();

    /// @param polled is told each tenant whose log was read
    public FileWatch(Sources sources, Clock clock, Consumer<TenantId> polled) {
        this.sources = sources;
        this.clock = clock;
        this.polled = polled;
    }

    /// What the watch is given of a tenant.
    public interface Sources {
        /// Refused for a tenant that is not there.
        Path directory(TenantId tenant);

        Ledger ledger(TenantId tenant);

        /// The tenant's mailboxes as its service lists them now.
        List<RemoteMailbox> mailboxes(TenantId tenant);

        List<Watched> applications(TenantId tenant);

        /// Empty when the tenant has no watch connection that is registered.
        Optional<Logs> logs(TenantId tenant);
    }

    /// One application of a tenant.
    ///
    /// @param thumbprints of all certificates that are or were ours there, SHA-1 and SHA-256, upper-case hex
    /// @param since when its first key was made
    public record Watched(ConnectionFunction function, String clientId, Set<String> thumbprints, Instant since) {}

    public record Logs(SignInLog signIns, ApplicationKeys keys) {}

    @Override
    public Polled poll(TenantId tenant) {
        Polled found = locked(tenant, () -> new Poll(tenant, sources, clock).run());
        polled.accept(tenant);
        return found;
    }

    @Override
    public SignInCheck signIns(TenantId tenant, ConnectionFunction function, Instant from, Instant removedAt) {
        sources.directory(tenant);
        return locked(tenant, () -> new LogCheck(tenant, function, from, removedAt, sources, clock).run());
    }

    @Override
    public Imported activity(TenantId tenant, InputStream log) {
        return locked(tenant, () -> new Import(tenant, sources, clock).run(log));
    }

    @Override
    public List<Alarm> alarms(TenantId tenant) {
        List<Alarm> alarms =
                new ArrayList<>(locked(tenant, () -> file(tenant).load()).values());
        alarms.sort(Comparator.comparing(Alarm::state).thenComparing(Alarm::lastAt, Comparator.reverseOrder()));
        return alarms;
    }

    @Override
    public Alarm acknowledge(TenantId tenant, String id, String administrator, String reason) {
        return locked(tenant, () -> {
            Map<String, Alarm> alarms = file(tenant).load();
            Alarm alarm = alarms.get(id);
            if (alarm == null) {
                throw new ConnectionException(
                        Kind.PERMANENT,
                        "Tenant " + tenant + " has no alarm " + id + ". List its alarms for their ids.");
            }
            sources.ledger(tenant).append("alarm.acknowledged", administrator, Map.of("alarm", id, "reason", reason));
            Alarm answered = alarm.in(Alarm.State.ACKNOWLEDGED, administrator + ": " + reason);
            alarms.put(id, answered);
            file(tenant).save(alarms);
            return answered;
        });
    }

    @Override
    public void resolve(TenantId tenant, ConnectionFunction function, String why) {
        locked(tenant, () -> {
            Map<String, Alarm> alarms = file(tenant).load();
            boolean any = false;
            for (Alarm alarm : List.copyOf(alarms.values())) {
                if (alarm.state() == Alarm.State.OPEN && alarm.function() == function) {
                    sources.ledger(tenant).append("alarm.resolved", "postern", Map.of("alarm", alarm.id(), "why", why));
                    alarms.put(alarm.id(), alarm.in(Alarm.State.RESOLVED, why));
                    any = true;
                }
            }
            if (any) {
                file(tenant).save(alarms);
            }
            return any;
        });
    }

    @Override
    public BlastRadius reach(TenantId tenant, ConnectionFunction function, Instant from, Instant until) {
        return new Radius(tenant, function, from, until).of(sources, alarms(tenant));
    }

    @Override
    public Status status(TenantId tenant) {
        return locked(tenant, () -> status(tenant, state(tenant)));
    }

    private Status status(TenantId tenant, WatchState state) {
        Set<String> losses = new TreeSet<>(state.losses);
        if (sources.logs(tenant).isEmpty()) {
            losses.add(Poll.NO_CONNECTION);
        }
        int open = (int) file(tenant).load().values().stream()
                .filter(alarm -> alarm.state() == Alarm.State.OPEN)
                .count();
        return new Status(
                state.polledAt,
                state.newest,
                state.attempts,
                Set.copyOf(state.addresses),
                state.pinned,
                Set.copyOf(state.canaryMailboxes),
                open,
                List.copyOf(losses));
    }

    @Override
    public Status settings(TenantId tenant, Set<String> addresses, Set<String> canaryMailboxes) {
        return locked(tenant, () -> {
            WatchState state = state(tenant);
            sources.ledger(tenant)
                    .append(
                            "watch.settings",
                            Actor.current(),
                            Map.of(
                                    "addresses", String.join(" ", new TreeSet<>(addresses)),
                                    "canaryMailboxes", Integer.toString(canaryMailboxes.size())));
            state.pinned = !addresses.isEmpty();
            if (state.pinned) {
                state.addresses.clear();
                state.addresses.addAll(addresses);
            }
            state.canaryMailboxes.clear();
            canaryMailboxes.forEach(mailbox -> state.canaryMailboxes.add(mailbox.toLowerCase(Locale.ROOT)));
            state.save();
            return status(tenant, state);
        });
    }

    private WatchState state(TenantId tenant) {
        return stateOf(sources, tenant);
    }

    private AlarmFile file(TenantId tenant) {
        return alarmsOf(sources, tenant);
    }

    static WatchState stateOf(Sources sources, TenantId tenant) {
        return WatchState.load(sources.directory(tenant).resolve("watch-state.json"));
    }

    static AlarmFile alarmsOf(Sources sources, TenantId tenant) {
        return new AlarmFile(sources.directory(tenant).resolve("alarms.json"), tenant);
    }

    private <T> T locked(TenantId tenant, Supplier<T> act) {
        ReentrantLock lock = locks.computeIfAbsent(tenant, _ -> new ReentrantLock());
        lock.lock();
        try {
            return act.get();
        } finally {
            lock.unlock();
        }
    }
}
