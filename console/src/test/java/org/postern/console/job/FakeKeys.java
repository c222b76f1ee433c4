package org.postern.console.job;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postern.connections.Cloud;
import org.postern.connections.ConnectKit;
import org.postern.connections.Connection;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionFunction;
import org.postern.connections.ConnectionKey;
import org.postern.connections.Connections;
import org.postern.connections.Keys;
import org.postern.connections.RemoteKey;
import org.postern.connections.RollOrder;
import org.postern.connections.RollReport;
import org.postern.connections.RollReport.Outcome;
import org.postern.mail.TenantId;

/// Keys whose replacement does as told, and the connections that have them.
final class FakeKeys implements Keys {
    /// What a replacement does in place of succeeding.
    interface Act {
        Outcome run(Consumer<String> progress) throws InterruptedException;
    }

    final Map<String, Act> acts = new HashMap<>();
    final Map<TenantId, List<Connection>> connections = new HashMap<>();
    final Map<String, Outcome> before = new HashMap<>();
    final Set<String> resumable = new HashSet<>();
    final Set<TenantId> broken = new HashSet<>();
    final List<String> rolled = Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger atOnce = new AtomicInteger();
    final AtomicInteger mostAtOnce = new AtomicInteger();
    int keysLeft;

    static String name(TenantId tenant, ConnectionFunction function) {
        return tenant + " " + function;
    }

    /// An active connection whose key is of this time.
    Connection add(TenantId tenant, ConnectionFunction function, Instant from, Instant until) {
        return add(tenant, function, from, until, Connection.State.ACTIVE, "object");
    }

    Connection add(
            TenantId tenant,
            ConnectionFunction function,
            Instant from,
            Instant until,
            Connection.State state,
            @Nullable String objectId) {
        ConnectionKey key = new ConnectionKey(
                1, ConnectionKey.State.ACTIVE, ConnectionKey.Kept.FILE, "AB", "CD", "k", from, until, null);
        Connection connection =
                new Connection(tenant, function, Cloud.GLOBAL, "d", "client", objectId, state, List.of(key));
        connections.computeIfAbsent(tenant, _ -> new ArrayList<>()).add(connection);
        return connection;
    }

    /// Of the connections only what the life of keys needs.
    Connections asConnections() {
        return (Connections) Proxy.newProxyInstance(
                Connections.class.getClassLoader(),
                new Class<?>[] {Connections.class},
                (_, method, arguments) -> switch (method.getName()) {
                    case "keys" -> this;
                    case "list" -> list((TenantId) arguments[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private List<Connection> list(TenantId tenant) {
        if (broken.contains(tenant)) {
            throw new ConnectionException(ConnectionException.Kind.PERMANENT, "its file is damaged");
        }
        return connections.getOrDefault(tenant, List.of());
    }

    @Override
    public RollReport roll(TenantId tenant, ConnectionFunction function, RollOrder order, Consumer<String> progress)
            throws InterruptedException {
        rolled.add(name(tenant, function));
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        try {
            Act act = acts.get(name(tenant, function));
            return report(tenant, function, act == null ? Outcome.DONE : act.run(progress), order);
        } finally {
            atOnce.decrementAndGet();
        }
    }

    private RollReport report(TenantId tenant, ConnectionFunction function, Outcome outcome, RollOrder order) {
        RemoteKey foreign = new RemoteKey(RemoteKey.Type.SECRET, "s", "", null, "secret", null, null);
        return new RollReport(
                "id",
                tenant.value(),
                function.name().toLowerCase(java.util.Locale.ROOT),
                outcome,
                "asked",
                order.because(),
                "done",
                Instant.EPOCH,
                null,
                "OLD",
                null,
                outcome == Outcome.STOPPED ? "a person" : null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                Collections.nCopies(keysLeft, foreign),
                true,
                List.of(new RollReport.Flow(
                        "sync", 10, 2, 40, Duration.ofSeconds(1).toMillis(), List.of(), List.of())),
                null,
                7);
    }

    @Override
    public Optional<RollReport> report(TenantId tenant, ConnectionFunction function) {
        return Optional.ofNullable(before.get(name(tenant, function)))
                .map(outcome -> report(tenant, function, outcome, RollOrder.scheduled()));
    }

    @Override
    public Instant rehearse(TenantId tenant, ConnectionFunction function, String drill) {
        throw new UnsupportedOperationException("rehearse");
    }

    @Override
    public Connection replacePassword(TenantId tenant, ConnectionFunction function, char[] password) {
        throw new UnsupportedOperationException("replacePassword");
    }

    @Override
    public ConnectKit nextCertificate(TenantId tenant, ConnectionFunction function) {
        throw new UnsupportedOperationException("nextCertificate");
    }

    @Override
    public Connection switchCertificate(TenantId tenant, ConnectionFunction function) {
        throw new UnsupportedOperationException("switchCertificate");
    }

    @Override
    public Connection cease(TenantId tenant, ConnectionFunction function, String because) {
        throw new UnsupportedOperationException("cease");
    }

    @Override
    public List<ConnectionFunction> resumable(TenantId tenant) {
        return List.of(ConnectionFunction.values()).stream()
                .filter(function -> resumable.contains(name(tenant, function)))
                .toList();
    }
}
