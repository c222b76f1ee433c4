package org.postern.connections;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.postern.connections.graph.GraphApplicationKeys;
import org.postern.connections.graph.GraphSignInLog;
import org.postern.connections.keys.HeldKey;
import org.postern.connections.watch.FileWatch;
import org.postern.mail.TenantId;

/// What the watch is given of the connections.
///
/// @param store of descriptions
/// @param opened a connection in use
/// @param key opens one of a connection's keys
/// @param marks SHA-1 thumbprints by SHA-256: a key is opened once to learn them
record WatchSources(
        ConnectionStore store,
        Function<TenantId, Ledger> ledgers,
        BiFunction<TenantId, ConnectionFunction, OpenConnection> opened,
        BiFunction<Connection, ConnectionKey, HeldKey> key,
        Map<String, String> marks)
        implements FileWatch.Sources {
    WatchSources(
            ConnectionStore store,
            Function<TenantId, Ledger> ledgers,
            BiFunction<TenantId, ConnectionFunction, OpenConnection> opened,
            BiFunction<Connection, ConnectionKey, HeldKey> key) {
        this(store, ledgers, opened, key, new ConcurrentHashMap<>());
    }

    @Override
    public Path directory(TenantId tenant) {
        if (!store.knows(tenant)) {
            throw new ConnectionException(
                    ConnectionException.Kind.PERMANENT,
                    "Tenant " + tenant + " has no connection, so nothing of it is watched. Add one first.");
        }
        return store.directory(tenant);
    }

    @Override
    public Ledger ledger(TenantId tenant) {
        return ledgers.apply(tenant);
    }

    @Override
    public List<MailReader.RemoteMailbox> mailboxes(TenantId tenant) {
        return opened.apply(tenant, ConnectionFunction.SYNC).service().reader().mailboxes();
    }

    @Override
    public List<FileWatch.Watched> applications(TenantId tenant) {
        return store.list(tenant).stream()
                .filter(connection -> connection.clientId().isPresent())
                .map(connection -> new FileWatch.Watched(
                        connection.function(),
                        connection.clientId().orElseThrow(),
                        thumbprints(connection),
                        connection.certificateFrom()))
                .toList();
    }

    private Set<String> thumbprints(Connection connection) {
        Set<String> ours = new HashSet<>();
        for (ConnectionKey one : connection.keys()) {
            ours.add(one.thumbprint());
            String known = one.entraThumbprint();
            if (known != null) {
                ours.add(known);
            } else if (one.usable()) {
                ours.add(marks.computeIfAbsent(
                        one.thumbprint(), _ -> key.apply(connection, one).entraThumbprint()));
            }
        }
        return ours;
    }

    @Override
    public Optional<FileWatch.Logs> logs(TenantId tenant) {
        return store.find(tenant, ConnectionFunction.WATCH)
                .filter(connection -> connection.clientId().isPresent())
                .map(connection -> {
                    OpenConnection open = opened.apply(tenant, ConnectionFunction.WATCH);
                    return new FileWatch.Logs(
                            new GraphSignInLog(open.graph(), connection.cloud()),
                            new GraphApplicationKeys(open.graph()));
                });
    }
}
