package org.postern.vault;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.postern.vault.key.KeyCost;
import org.postern.vault.key.KeyRing;
import org.postern.vault.store.Disk;
import org.postern.vault.store.LocalDisk;
import org.postern.vault.store.ObjectStore;

/// The ways to open a vault: shows, adds, replaces and removes them. Each change replaces `keys/_vault.key` alone, in
/// one step: after a crash either the old ways open the vault or the new ones do. No pack changes.
public final class VaultKeys implements AutoCloseable {
    private final KeyRing ring;
    private final KeyCost cost;
    private final AutoCloseable lock;

    VaultKeys(KeyRing ring, KeyCost cost, AutoCloseable lock) {
        this.ring = ring;
        this.cost = cost;
        this.lock = lock;
    }

    /// Opens the keys alone, of a vault that nobody has open: quick, and possible when its catalog or packs are
    /// damaged.
    public static VaultKeys open(VaultConfig config) {
        try {
            VaultLock lock = VaultLock.take(config.directory());
            try {
                KeyRing ring = KeyRing.open(
                        new LocalDisk(), config.directory().resolve("keys"), config.key(), config.random());
                return new VaultKeys(ring, config.keyCost(), lock);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new VaultException(
                    VaultException.Kind.PERMANENT,
                    "There are no keys of a vault in " + config.directory() + " that can be read: " + e
                            + ". Give the directory of a vault.",
                    e);
        }
    }

    /// The keys of the vault, made new where there is no vault yet.
    static KeyRing ring(VaultConfig config, Disk disk, ObjectStore store) throws IOException {
        Path directory = config.directory().resolve("keys");
        if (KeyRing.exists(disk, directory)) {
            return KeyRing.open(disk, directory, config.key(), config.random());
        }
        boolean used = !disk.list(directory).isEmpty() || !store.list("").isEmpty();
        if (used) {
            throw new VaultException(
                    VaultException.Kind.CORRUPT,
                    "The vault in " + config.directory() + " has lost its key file keys/_vault.key. Put it back from a"
                            + " backup; without it no mail in this vault can be read. No new key was made.");
        }
        return KeyRing.create(disk, directory, config.key(), config.keyCost(), config.random());
    }

    public List<KeySlot> slots() {
        return ring.slots();
    }

    /// Replaces the passphrase: that which the vault was opened with, or, when it was opened otherwise, its only one.
    public void changePassphrase(char[] fresh) {
        requireLong(fresh);
        write(() -> ring.changePassphrase(new KeySource.Passphrase(fresh), cost));
    }

    /// Adds a way to open the vault. A token's key is made in the token when it is not there.
    public void add(KeySource source) {
        if (source instanceof KeySource.Passphrase passphrase) {
            requireLong(passphrase.words());
        }
        write(() -> ring.add(source, cost));
    }

    /// Removes a way; the last one stays.
    public void remove(int number) {
        write(() -> ring.remove(number));
    }

    private static void requireLong(char[] passphrase) {
        if (passphrase.length < KeySource.Passphrase.MIN) {
            throw new VaultException(
                    VaultException.Kind.PERMANENT,
                    "The new passphrase has fewer than " + KeySource.Passphrase.MIN
                            + " characters. Choose a longer one, such as four words; nothing was changed.");
        }
    }

    @FunctionalInterface
    private interface Write {
        void run() throws IOException;
    }

    private void write(Write write) {
        synchronized (ring) {
            try {
                write.run();
            } catch (IOException e) {
                throw new VaultException(
                        VaultException.Kind.RETRYABLE,
                        "The vault's key file keys/_vault.key could not be written: " + e.getMessage()
                                + ". What opened the vault before still opens it. Make room or mend the disk, then try"
                                + " again.",
                        e);
            }
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (Exception e) {
            throw new IllegalStateException("the vault's lock could not be released", e);
        }
    }
}
