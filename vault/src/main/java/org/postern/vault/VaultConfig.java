package org.postern.vault;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.extract.ExtractorProgram;
import org.postern.vault.key.KeyCost;

/// Where a vault is, what opens it, and its limits.
///
/// @param directory made when it is not there
/// @param passphrase opens the vault's keys; the caller clears it after [Vault#open]
/// @param packBytes a pack that has grown to this is finished: 32 to 64 MiB unless in a test
/// @param keyCost for a new vault; an old one says its own
/// @param extractorProgram takes text out of documents, for search; null: their text is not found
@SuppressWarnings("ArrayRecordComponent") // A char[] can be cleared; nothing compares configurations.
public record VaultConfig(
        Path directory,
        char[] passphrase,
        Clock clock,
        SecureRandom random,
        long packBytes,
        KeyCost keyCost,
        @Nullable ExtractorProgram extractorProgram) {
    private static final long DEFAULT_PACK_BYTES = 48L << 20;

    public VaultConfig {
        if (passphrase.length == 0) {
            throw new VaultException(
                    VaultException.Kind.PERMANENT,
                    "The vault needs a passphrase: whoever has it and the files can read all mail. Set one and keep it"
                            + " where it cannot be lost.");
        }
        if (packBytes < 1 || packBytes > 1L << 30) {
            throw new IllegalArgumentException("a pack of " + packBytes + " bytes");
        }
    }

    public static VaultConfig of(Path directory, char[] passphrase, Clock clock, SecureRandom random) {
        return new VaultConfig(directory, passphrase, clock, random, DEFAULT_PACK_BYTES, KeyCost.DEFAULT, null);
    }

    /// The same, with text taken out of documents by this program, where there is one.
    public VaultConfig with(Optional<ExtractorProgram> program) {
        return new VaultConfig(directory, passphrase, clock, random, packBytes, keyCost, program.orElse(null));
    }

    Optional<ExtractorProgram> extractor() {
        return Optional.ofNullable(extractorProgram);
    }
}
