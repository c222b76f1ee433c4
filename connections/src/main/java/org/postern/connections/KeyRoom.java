package org.postern.connections;

import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.keys.FileKeystore;
import org.postern.connections.keys.HeldKey;
import org.postern.connections.keys.KeyMaker;
import org.postern.connections.keys.KeySlot;
import org.postern.connections.keys.Keystore;
import org.postern.connections.keys.StretchedPassphrase;
import org.postern.connections.keys.TokenKeystore;
import org.postern.mail.TenantId;

/// Every connection's keys, each in the keystore in which it was made; new ones are made in the one that is chosen.
final class KeyRoom implements AutoCloseable {
    private final Keystore files;
    private final @Nullable Keystore token;
    private final Clock clock;

    KeyRoom(ConnectionsConfig config, StretchedPassphrase passphrase, KeyMaker maker) {
        this.files = new FileKeystore(config.directory(), passphrase, maker, config.random());
        KeyToken chosen = config.token();
        this.token = chosen == null ? null : TokenKeystore.open(chosen, config.random());
        this.clock = config.clock();
    }

    HeldKey make(TenantId tenant, ConnectionFunction function, int number) {
        Instant now = clock.instant();
        String name = "Postern " + ConnectionStore.name(function) + " for " + tenant;
        Keystore chosen = token == null ? files : token;
        return chosen.make(new KeySlot(tenant, function, number), name, now);
    }

    /// The key that signs in.
    HeldKey open(Connection connection) {
        return open(connection, connection.key());
    }

    HeldKey open(Connection connection, ConnectionKey key) {
        if (!key.usable()) {
            throw new ConnectionException(
                    Kind.PERMANENT,
                    "Key " + key.number() + " of the " + ConnectionStore.name(connection.function())
                            + " connection of " + connection.tenant()
                            + " is destroyed. Re-establish the connection, or remove it.");
        }
        HeldKey held = keystore(key).open(slot(connection, key));
        if (!held.thumbprintHex().equals(key.thumbprint())) {
            throw new ConnectionException(
                    Kind.PERMANENT,
                    "The keystore holds certificate " + held.thumbprintHex() + " as key " + key.number() + ", not "
                            + key.thumbprint()
                            + ". Restore it from a backup, or re-establish the connection with --old-key-not-trusted.");
        }
        return held;
    }

    void destroy(Connection connection, ConnectionKey key) {
        keystore(key).destroy(slot(connection, key));
    }

    private static KeySlot slot(Connection connection, ConnectionKey key) {
        return new KeySlot(connection.tenant(), connection.function(), key.number());
    }

    private Keystore keystore(ConnectionKey key) {
        return switch (key.keptIn()) {
            case FILE -> files;
            case TOKEN -> {
                if (token == null) {
                    throw new ConnectionException(
                            Kind.PERMANENT,
                            "Key " + key.number() + " (" + key.thumbprint()
                                    + ") is in a PKCS#11 token, and none is configured. Start the server with"
                                    + " --keystore.");
                }
                yield token;
            }
        };
    }

    @Override
    public void close() {
        files.close();
        if (token != null) {
            token.close();
        }
    }
}
