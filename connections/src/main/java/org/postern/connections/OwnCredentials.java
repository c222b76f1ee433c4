package org.postern.connections;

import java.security.cert.X509Certificate;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.postern.connections.Connection.State;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.MailProbe.Probed;
import org.postern.connections.keys.HeldKey;
import org.postern.mail.TenantId;

/// Our half of changing what opens a server that knows no Entra: another password, another TLS certificate. The other
/// half is its administrator's.
final class OwnCredentials {
    private final FileConnections connections;
    private final ConnectionStore store;
    private final KeyRoom keys;

    OwnCredentials(FileConnections connections, ConnectionStore store, KeyRoom keys) {
        this.connections = connections;
        this.store = store;
        this.keys = keys;
    }

    Connection replacePassword(TenantId tenant, ConnectionFunction function, char[] password) {
        if (password.length == 0) {
            throw new ConnectionException(Kind.PERMANENT, "The password is empty. Give the account's password.");
        }
        return connections.locked(() -> {
            Connection connection = connections.known(tenant, function);
            if (connection.usesKey()) {
                throw new ConnectionException(
                        Kind.PERMANENT,
                        name(connection) + " signs in by a key, not by a password. Replace the key: postern connection "
                                + (connection.usesEntra() ? "roll " : "certificate ") + ConnectionStore.name(function)
                                + ".");
            }
            connections.note(connection, "connection.password.replaced", Map.of());
            connections.keepSecret(tenant, function, password);
            Connection untested = connection.in(State.REGISTERED);
            store.save(untested);
            connections.shut(tenant, function);
            return untested;
        });
    }

    ConnectKit nextCertificate(TenantId tenant, ConnectionFunction function) {
        return connections.locked(() -> {
            Connection connection = known(tenant, function);
            Optional<ConnectionKey> waiting = waiting(connection);
            X509Certificate certificate = waiting.isPresent()
                    ? keys.open(connection, waiting.get()).certificate()
                    : made(connection).certificate();
            return ServerKit.write(connection, connection.server().orElseThrow(), certificate);
        });
    }

    private HeldKey made(Connection connection) {
        int number = connection.keys().getLast().number() + 1;
        connections.note(connection, "key.created", Map.of("number", Integer.toString(number)));
        HeldKey made = keys.make(connection.tenant(), connection.function(), number);
        store.save(connection.with(ConnectionKey.made(number, made)));
        return made;
    }

    Connection switchCertificate(TenantId tenant, ConnectionFunction function) {
        Connection connection = connections.locked(() -> known(tenant, function));
        ConnectionKey fresh = waiting(connection)
                .orElseThrow(() -> new ConnectionException(
                        Kind.PERMANENT,
                        name(connection) + " has no new certificate that waits. Make one first: postern connection"
                                + " certificate " + ConnectionStore.name(function) + "."));
        requireTaken(connection, fresh);
        return connections.locked(() -> switched(connection, fresh));
    }

    /// One that was made and is not the one in use.
    private static Optional<ConnectionKey> waiting(Connection connection) {
        boolean unused = connection.state() == State.CEASED;
        return connection.keys().stream()
                .filter(key -> key.state() == ConnectionKey.State.CREATED)
                .filter(key -> unused || key.number() != connection.key().number())
                .max(Comparator.comparingInt(ConnectionKey::number));
    }

    /// The handshake is the test: with a certificate that no account is mapped to nothing can be read.
    private void requireTaken(Connection connection, ConnectionKey fresh) {
        try (OpenConnection trial = connections.inUse().trial(connection, () -> keys.open(connection, fresh))) {
            Probed listed = trial.probe().directory();
            Probed read = listed.passed() ? trial.probe().mailbox(listed.mailboxes()) : listed;
            if (!read.passed()) {
                throw new ConnectionException(
                        Kind.RETRYABLE,
                        "The server " + connection.directoryTenant() + " does not take the new certificate "
                                + fresh.thumbprint() + " yet: " + read.detail()
                                + " Have it mapped to the account, then run this again. Nothing was changed.");
            }
        }
    }

    private Connection switched(Connection tested, ConnectionKey fresh) {
        Connection current = known(tested.tenant(), tested.function());
        if (!current.equals(tested)) {
            throw new ConnectionException(
                    Kind.RETRYABLE, name(tested) + " was changed meanwhile. Look at it, then run this again.");
        }
        connections.note(current, "key.switched", Map.of("to", fresh.thumbprint()));
        Connection switched = current;
        for (ConnectionKey key : current.keys()) {
            switched = switched.with(
                    key.in(key.number() == fresh.number() ? ConnectionKey.State.ACTIVE : ConnectionKey.State.REVOKED));
        }
        switched = switched.in(State.ACTIVE);
        store.save(switched);
        connections.shut(current.tenant(), current.function());
        current.keys().stream()
                .filter(key -> key.usable() && key.number() != fresh.number())
                .forEach(key -> keys.destroy(current, key));
        return switched;
    }

    private Connection known(TenantId tenant, ConnectionFunction function) {
        Connection connection = connections.known(tenant, function);
        if (connection.usesEntra() || !connection.usesKey()) {
            throw new ConnectionException(
                    Kind.PERMANENT,
                    name(connection) + " does not sign in by a TLS certificate. Its "
                            + (connection.usesEntra()
                                    ? "key is replaced by: postern connection roll "
                                    : "password is replaced by: postern connection password ")
                            + ConnectionStore.name(function) + ".");
        }
        return connection;
    }

    private static String name(Connection connection) {
        return "The " + ConnectionStore.name(connection.function()) + " connection of " + connection.tenant();
    }
}
