package org.postern.vault;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.postern.vault.key.KeyRing;
import org.postern.vault.store.Disk;
import org.postern.vault.store.UntouchedDisk;

/// Opens a vault part by part, and closes again what was opened when the next part cannot be.
///
/// @param derived where lock and catalog are
/// @param around put between the catalog's database and the vault; a seam for tests
record VaultOpening(VaultConfig config, Disk disk, Mode mode, Path derived, UnaryOperator<Database> around) {
    /// What a vault is opened for.
    enum Mode {
        INDEXED,
        /// Nothing is indexed as it is written.
        PLAIN,
        /// The catalog is made anew from the packs.
        REBUILD,
        /// From keys and packs alone, changing neither.
        PACKS
    }

    static VaultOpening of(VaultConfig config, Disk disk, Mode mode) {
        return new VaultOpening(config, disk, mode, config.directory(), database -> database);
    }

    /// Of packs that stay untouched, with a catalog in `scratch`.
    static VaultOpening ofPacks(VaultConfig config, Path scratch) {
        return new VaultOpening(config, new UntouchedDisk(), Mode.PACKS, scratch, database -> database);
    }

    VaultOpening around(UnaryOperator<Database> other) {
        return new VaultOpening(config, disk, mode, derived, other);
    }

    PackVault open() {
        Path directory = config.directory();
        try {
            disk.createDirectories(directory);
            VaultLock lock = VaultLock.take(derived);
            try {
                return open(lock);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new VaultException(
                    VaultException.Kind.RETRYABLE,
                    "The vault in " + directory + " could not be opened: " + e
                            + ". Check that the disk is there, has room and may be written by this user.",
                    e);
        }
    }

    private PackVault open(VaultLock lock) throws IOException {
        PackPlace place = PackPlace.open(config, disk);
        try {
            KeyRing keys = VaultKeys.ring(config, disk, place.store());
            Database database = CatalogPlace.open(this, keys.vaultId());
            PackVault vault = new PackVault(config, disk, lock, place, keys, around.apply(database), mode);
            vault.load(mode);
            return vault;
        } catch (IOException | RuntimeException e) {
            place.close();
            throw e;
        }
    }
}
