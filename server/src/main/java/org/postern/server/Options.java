package org.postern.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How the server was asked to run.
///
/// @param port 0 for any free one
/// @param givenPassphrase null where it is to be read from, or made in, the directory
/// @param tlsKeystore null for plain HTTP, which is for loopback only
record Options(
        Path directory,
        String bind,
        int port,
        @Nullable String givenPassphrase,
        @Nullable Tls tlsKeystore,
        boolean schedule,
        Duration interval) {
    record Tls(Path keystore, String password) {}

    Optional<String> passphrase() {
        return Optional.ofNullable(givenPassphrase);
    }

    Optional<Tls> tls() {
        return Optional.ofNullable(tlsKeystore);
    }

    @Override
    public String toString() {
        return "Options[directory=" + directory + ", bind=" + bind + ", port=" + port + "]"; // Never the secrets.
    }
}
