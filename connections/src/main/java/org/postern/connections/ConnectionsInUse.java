package org.postern.connections;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.postern.connections.graph.Courier;
import org.postern.connections.keys.HeldKey;
import org.postern.connections.keys.SecretFile;
import org.postern.connections.keys.StretchedPassphrase;
import org.postern.connections.ledger.Ledgers;
import org.postern.connections.signin.TokenSource;
import org.postern.mail.TenantId;

/// Connections that are open, one client for each, and how much each tenant's have sent.
///
/// Callers hold the lock of [FileConnections], but for counting.
final class ConnectionsInUse implements AutoCloseable {
    private final StretchedPassphrase passphrase;
    private final ConnectionStore store;
    private final Ledgers ledgers;
    private final ServiceOpener opener;
    private final Mandates mandates;
    private final Map<TenantId, AtomicLong> requests = new ConcurrentHashMap<>();
    private final Map<TenantId, Map<ConnectionFunction, OpenConnection>> open = new HashMap<>();

    ConnectionsInUse(
            ConnectionsConfig config,
            StretchedPassphrase passphrase,
            ConnectionStore store,
            Ledgers ledgers,
            Mandates mandates) {
        this.passphrase = passphrase;
        this.store = store;
        this.ledgers = ledgers;
        this.opener = new ServiceOpener(config);
        this.mandates = mandates;
    }

    /// The client of a connection, opened when it is not.
    ///
    /// @param key opens the key that signs in at the time
    OpenConnection of(Connection connection, Supplier<HeldKey> key) {
        return open.computeIfAbsent(connection.tenant(), _ -> new EnumMap<>(ConnectionFunction.class))
                .computeIfAbsent(connection.function(), _ -> opener.open(wanted(connection, key)));
    }

    /// A client of its own, which the caller closes.
    OpenConnection trial(Connection connection, Supplier<HeldKey> key) {
        return opener.open(wanted(connection, key));
    }

    /// Carries requests to Graph for the application of a connection that itself opens another service.
    Courier onGraph(Connection connection, Supplier<HeldKey> key) {
        ServiceOpener.Wanted wanted = wanted(connection.onGraph(), key);
        return opener.courier(wanted, opener.tokens(wanted));
    }

    /// Tokens that are nobody's else, asked for with whatever key is given at the time.
    TokenSource tokens(Connection connection, Supplier<HeldKey> key) {
        return opener.tokens(wanted(connection, key));
    }

    /// Tokens that the ledger does not have, by requests whose ids are none of ours: for a drill.
    TokenSource thief(Connection connection, Supplier<HeldKey> key, Supplier<UUID> ids) {
        return opener.tokens(wanted(connection, key), new NoLedger(), ids);
    }

    private ServiceOpener.Wanted wanted(Connection connection, Supplier<HeldKey> key) {
        TenantId tenant = connection.tenant();
        boolean writes = connection.function() == ConnectionFunction.REMEDIATE;
        Runnable leave = writes ? () -> mandates.require(tenant) : () -> {};
        SecretFile secret = secretFile(tenant, connection.function());
        return new ServiceOpener.Wanted(
                connection,
                mandated(leave, key),
                mandated(leave, secret::open),
                leave,
                ledgers.of(tenant),
                requests.computeIfAbsent(tenant, _ -> new AtomicLong()));
    }

    private static <T> Supplier<T> mandated(Runnable leave, Supplier<T> secret) {
        return () -> {
            leave.run();
            return secret.get();
        };
    }

    SecretFile secretFile(TenantId tenant, ConnectionFunction function) {
        return new SecretFile(store.secretFile(tenant, function), passphrase);
    }

    /// Takes a client out of use; the next use opens another.
    Optional<OpenConnection> take(TenantId tenant, ConnectionFunction function) {
        Map<ConnectionFunction, OpenConnection> ofTenant = open.get(tenant);
        return Optional.ofNullable(ofTenant == null ? null : ofTenant.remove(function));
    }

    long requests(TenantId tenant) {
        AtomicLong sent = requests.get(tenant);
        return sent == null ? 0 : sent.get();
    }

    @Override
    public void close() {
        open.values().forEach(ofTenant -> ofTenant.values().forEach(OpenConnection::close));
        open.clear();
        opener.close();
    }
}
