package org.postern.vault.key;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.postern.mail.TenantId;
import org.postern.vault.store.Disk;

/// The keys of an opened vault: `keys/_vault.key` and one `keys/TENANT.key` for each tenant.
public final class KeyRing {
    private static final String SUFFIX = ".key";
    private static final String VAULT = "_vault" + SUFFIX; // No tenant id holds an underscore.
    private final Disk disk;
    private final Path directory;
    private final SecureRandom random;
    private final VaultKeyFile.Opened vault;

    private KeyRing(Disk disk, Path directory, SecureRandom random, VaultKeyFile.Opened vault) {
        this.disk = disk;
        this.directory = directory;
        this.random = random;
        this.vault = vault;
    }

    public static boolean exists(Disk disk, Path directory) throws IOException {
        return disk.exists(directory.resolve(VAULT));
    }

    /// Opens the ring with a passphrase. Throws [VaultException] when the passphrase is wrong or the file is damaged.
    public static KeyRing open(Disk disk, Path directory, char[] passphrase, SecureRandom random) throws IOException {
        VaultKeyFile.Opened vault = VaultKeyFile.decode(disk.readAll(directory.resolve(VAULT)), passphrase);
        return new KeyRing(disk, directory, random, vault);
    }

    /// Makes the ring of a new vault.
    public static KeyRing create(Disk disk, Path directory, char[] passphrase, KeyCost cost, SecureRandom random)
            throws IOException {
        VaultKeyFile.Opened vault = new VaultKeyFile.Opened(bytes(random, 16), bytes(random, KeyWrap.KEY));
        disk.createDirectories(directory);
        disk.replace(directory.resolve(VAULT), VaultKeyFile.encode(vault, passphrase, cost, random));
        return new KeyRing(disk, directory, random, vault);
    }

    /// Wraps the vault key anew: afterwards only the new passphrase opens the vault. No other file changes.
    public void changePassphrase(char[] passphrase, KeyCost cost) throws IOException {
        disk.replace(directory.resolve(VAULT), VaultKeyFile.encode(vault, passphrase, cost, random));
    }

    public List<TenantId> tenants() throws IOException {
        List<TenantId> tenants = new ArrayList<>();
        for (Path file : disk.list(directory)) {
            String name = String.valueOf(file.getFileName());
            if (name.endsWith(SUFFIX) && !name.equals(VAULT)) {
                tenants.add(new TenantId(name.substring(0, name.length() - SUFFIX.length())));
            }
        }
        return tenants;
    }

    public TenantKeys open(TenantId tenant) throws IOException {
        return TenantKeyFile.decode(vault, tenant, disk.readAll(file(tenant)));
    }

    /// Makes the tenant's keys, durable on return; its old ones when it has some.
    public TenantKeys create(TenantId tenant) throws IOException {
        if (!disk.exists(file(tenant))) {
            byte[] data = bytes(random, KeyWrap.KEY);
            byte[] naming = bytes(random, KeyWrap.KEY);
            disk.replace(file(tenant), TenantKeyFile.encode(vault, tenant, data, naming, random));
        }
        return open(tenant);
    }

    private Path file(TenantId tenant) {
        return directory.resolve(tenant.value() + SUFFIX);
    }

    private static byte[] bytes(SecureRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
