package org.postern.vault;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.extract.ExtractorProgram;
import org.postern.vault.key.KeyCost;
import org.postern.vault.store.ObjectStore;

/// Where a vault is, what opens it, and its limits.
///
/// @param directory made when it is not there
/// @param key opens the vault's keys; the caller clears it after [Vault#open]
/// @param packBytes a pack that has grown to this is finished: 32 to 64 MiB unless in a test
/// @param keyCost for a new vault or passphrase; an old one says its own
/// @param farStore where finished packs go; null keeps them in the directory. The caller closes it after the vault
/// @param catalogServer has the catalog; null keeps it in the directory, in SQLite
/// @param extractorProgram takes text out of documents, for search; null: their text is not found
public record VaultConfig(
        Path directory,
        KeySource key,
        Clock clock,
        SecureRandom random,
        long packBytes,
        KeyCost keyCost,
        @Nullable ObjectStore farStore,
        @Nullable CatalogServer catalogServer,
        @Nullable ExtractorProgram extractorProgram) {
    private static final long DEFAULT_PACK_BYTES = 48L << 20;

    public VaultConfig {
        if (packBytes < 1 || packBytes > 1L << 30) {
            throw new IllegalArgumentException("a pack of " + packBytes + " bytes");
        }
    }

    /// A vault whose finished packs stay in its directory, opened by a passphrase.
    public VaultConfig(
            Path directory, char[] passphrase, Clock clock, SecureRandom random, long packBytes, KeyCost keyCost) {
        this(directory, new KeySource.Passphrase(passphrase), clock, random, packBytes, keyCost, null, null, null);
    }

    public static VaultConfig of(Path directory, char[] passphrase, Clock clock, SecureRandom random) {
        return of(directory, new KeySource.Passphrase(passphrase), clock, random);
    }

    public static VaultConfig of(Path directory, KeySource key, Clock clock, SecureRandom random) {
        return new VaultConfig(directory, key, clock, random, DEFAULT_PACK_BYTES, KeyCost.DEFAULT, null, null, null);
    }

    public VaultConfig withKey(KeySource other) {
        return new VaultConfig(
                directory, other, clock, random, packBytes, keyCost, farStore, catalogServer, extractorProgram);
    }

    /// The same with finished packs in a store far away.
    public VaultConfig withStore(ObjectStore store) {
        return new VaultConfig(
                directory, key, clock, random, packBytes, keyCost, store, catalogServer, extractorProgram);
    }

    /// The same with the catalog on a server, where one is given.
    public VaultConfig withCatalog(Optional<CatalogServer> server) {
        return new VaultConfig(
                directory, key, clock, random, packBytes, keyCost, farStore, server.orElse(null), extractorProgram);
    }

    /// The same, with text taken out of documents by this program, where there is one.
    public VaultConfig with(Optional<ExtractorProgram> program) {
        return new VaultConfig(
                directory, key, clock, random, packBytes, keyCost, farStore, catalogServer, program.orElse(null));
    }

    public Optional<ObjectStore> store() {
        return Optional.ofNullable(farStore);
    }

    Optional<CatalogServer> catalog() {
        return Optional.ofNullable(catalogServer);
    }

    Optional<ExtractorProgram> extractor() {
        return Optional.ofNullable(extractorProgram);
    }
}
