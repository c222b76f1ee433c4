package org.postern.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.connections.Anchoring;
import org.postern.connections.KeyToken;
import org.postern.recover.LiveLimits;
import org.postern.vault.CatalogServer;
import org.postern.vault.s3.S3Config;

/// How the server was asked to run.
///
/// @param port 0 for any free one
/// @param givenPassphrase null where it is to be read from, or made in, the directory
/// @param tlsKeystore null for plain HTTP, which is for loopback only
/// @param listening how many mailboxes are synced as they change, and how eagerly
/// @param retentionHour of the day in UTC; null where what is past retention is forgotten only when asked
/// @param watchInterval between two readings of a tenant's sign-in log; null for none but by hand
/// @param rollBefore so long before its expiry a key is rolled; zero for when a third of its life is left; null for
/// never
/// @param keyToken null where connections' keys are made in files
/// @param anchoring where the checkpoints of ledgers go
/// @param catalogServer null where the catalog stays in the directory
/// @param packStore null where finished packs stay in the directory
record Options(
        Path directory,
        String bind,
        int port,
        @Nullable String givenPassphrase,
        @Nullable Tls tlsKeystore,
        boolean schedule,
        Duration interval,
        LiveLimits listening,
        @Nullable Integer retentionHour,
        @Nullable Duration watchInterval,
        @Nullable Duration rollBefore,
        @Nullable KeyToken keyToken,
        Anchoring anchoring,
        @Nullable CatalogServer catalogServer,
        @Nullable S3Config packStore) {
    record Tls(Path keystore, String password) {}

    Optional<String> passphrase() {
        return Optional.ofNullable(givenPassphrase);
    }

    Optional<Tls> tls() {
        return Optional.ofNullable(tlsKeystore);
    }

    Optional<CatalogServer> catalog() {
        return Optional.ofNullable(catalogServer);
    }

    Optional<S3Config> s3() {
        return Optional.ofNullable(packStore);
    }

    @Override
    public String toString() {
        return "Options[directory=" + directory + ", bind=" + bind + ", port=" + port + "]"; // Never the secrets.
    }
}
