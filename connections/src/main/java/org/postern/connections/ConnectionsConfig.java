package org.postern.connections;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.Supplier;

/// What [Connections#open] needs: where keys and ledgers are kept, and what opens them.
///
/// @param directory made with mode 0700 when missing; one process at a time
/// @param passphrase gives a fresh array at each call, which is overwritten after use; asked for at each use of a key
/// @param keyDerivationRounds of PBKDF2 (HMAC-SHA-256) for newly written keys
/// @param anchoring where the checkpoints of ledgers go
public record ConnectionsConfig(
        Path directory,
        Supplier<char[]> passphrase,
        Clock clock,
        SecureRandom random,
        int keyDerivationRounds,
        ConnectionLimits limits,
        Anchoring anchoring) {
    /// OWASP's figure for PBKDF2-HMAC-SHA-256: about a third of a second, once an hour.
    public static final int STRONG_ROUNDS = 600_000;

    public ConnectionsConfig {
        if (keyDerivationRounds < 1_000 || keyDerivationRounds > 5_000_000) {
            throw new IllegalArgumentException("keyDerivationRounds is " + keyDerivationRounds
                    + "; choose 1,000 to 5,000,000, such as " + STRONG_ROUNDS);
        }
    }

    /// Without anchors.
    public ConnectionsConfig(
            Path directory,
            Supplier<char[]> passphrase,
            Clock clock,
            SecureRandom random,
            int keyDerivationRounds,
            ConnectionLimits limits) {
        this(directory, passphrase, clock, random, keyDerivationRounds, limits, Anchoring.NONE);
    }

    /// With the strong and usual choices.
    public static ConnectionsConfig of(Path directory, Supplier<char[]> passphrase, Clock clock, SecureRandom random) {
        return new ConnectionsConfig(directory, passphrase, clock, random, STRONG_ROUNDS, ConnectionLimits.DEFAULT);
    }

    public ConnectionsConfig withLimits(ConnectionLimits changed) {
        return new ConnectionsConfig(directory, passphrase, clock, random, keyDerivationRounds, changed, anchoring);
    }

    public ConnectionsConfig withAnchoring(Anchoring changed) {
        return new ConnectionsConfig(directory, passphrase, clock, random, keyDerivationRounds, limits, changed);
    }

    /// Says where, never what opens it.
    @Override
    public String toString() {
        return "ConnectionsConfig[" + directory + "]";
    }
}
