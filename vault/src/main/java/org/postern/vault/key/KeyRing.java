package org.postern.vault.key;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.postern.mail.TenantId;
import org.postern.vault.KeySlot;
import org.postern.vault.KeySource;
import org.postern.vault.VaultException;
import org.postern.vault.key.VaultKeyFile.Slot;
import org.postern.vault.store.Disk;
import org.postern.vault.store.DiskFile;

/// The keys of an opened vault: `keys/_vault.key` and one `keys/TENANT.key` for each tenant.
public final class KeyRing {
    private static final String SUFFIX = ".key";
    private static final String VAULT = "_vault" + SUFFIX; // No tenant id holds an underscore.
    private static final String DESTROYED = ".destroyed";
    private final Disk disk;
    private final Path directory;
    private final SecureRandom random;
    private final VaultKeyFile.Opened vault;
    private List<Slot> slots;
    private int current; // Of the slots: by which the vault was opened.

    private KeyRing(
            Disk disk, Path directory, SecureRandom random, VaultKeyFile.Opened vault, List<Slot> slots, int current) {
        this.disk = disk;
        this.directory = directory;
        this.random = random;
        this.vault = vault;
        this.slots = slots;
        this.current = current;
    }

    public static boolean exists(Disk disk, Path directory) throws IOException {
        return disk.exists(directory.resolve(VAULT));
    }

    /// Opens the ring. Throws [VaultException] when `source` opens none of its slots or the file is damaged.
    public static KeyRing open(Disk disk, Path directory, KeySource source, SecureRandom random) throws IOException {
        VaultKeyFile file = VaultKeyFile.decode(disk.readAll(directory.resolve(VAULT)));
        SlotOpening.Unwrapped opened = SlotOpening.open(file, source);
        VaultKeyFile.Opened vault = new VaultKeyFile.Opened(file.vaultId(), opened.key());
        return new KeyRing(disk, directory, random, vault, file.slots(), opened.slot());
    }

    /// Makes the ring of a new vault.
    public static KeyRing create(Disk disk, Path directory, KeySource source, KeyCost cost, SecureRandom random)
            throws IOException {
        VaultKeyFile.Opened vault = new VaultKeyFile.Opened(bytes(random, 16), bytes(random, KeyWrap.KEY));
        KeyRing ring = new KeyRing(disk, directory, random, vault, List.of(), 0);
        disk.createDirectories(directory);
        ring.write(List.of(ring.wrap(source, cost)));
        return ring;
    }

    private Slot wrap(KeySource source, KeyCost cost) {
        return switch (source) {
            case KeySource.Passphrase(char[] words) -> PassphraseSlot.wrap(vault, words, cost, random);
            case KeySource.Token token -> {
                try (TokenKey key = TokenKey.open(token, true)) {
                    yield TokenSlot.wrap(vault, key, random);
                }
            }
        };
    }

    /// Sixteen bytes by which this vault is told from any other; no secret.
    public byte[] vaultId() {
        return vault.vaultId.clone();
    }

    public List<KeySlot> slots() {
        return IntStream.range(0, slots.size())
                .mapToObj(i -> SlotOpening.shown(i + 1, slots.get(i), i == current))
                .toList();
    }

    /// Wraps the vault key anew in place of the passphrase by which the ring was opened, or of its only one.
    public void changePassphrase(KeySource.Passphrase passphrase, KeyCost cost) throws IOException {
        int place = passphraseSlot();
        List<Slot> changed = new ArrayList<>(slots);
        changed.set(place, wrap(passphrase, cost));
        write(changed);
    }

    private int passphraseSlot() {
        if (slots.get(current).kind() == Slot.PASSPHRASE) {
            return current;
        }
        List<Integer> passphrases = IntStream.range(0, slots.size())
                .filter(i -> slots.get(i).kind() == Slot.PASSPHRASE)
                .boxed()
                .toList();
        if (passphrases.size() == 1) {
            return passphrases.getFirst();
        }
        throw new VaultException(
                VaultException.Kind.PERMANENT,
                passphrases.isEmpty()
                        ? "This vault has no passphrase to change. Add one."
                        : "This vault has several passphrases. Open it by the one that is to be changed.");
    }

    public void add(KeySource source, KeyCost cost) throws IOException {
        if (slots.size() == VaultKeyFile.SLOTS_MAX) {
            throw new VaultException(
                    VaultException.Kind.PERMANENT,
                    "The vault has " + slots.size() + " ways to open it, as many as can be. Remove one first.");
        }
        List<Slot> more = new ArrayList<>(slots);
        more.add(wrap(source, cost));
        write(more);
    }

    /// @param number counted from 1
    public void remove(int number) throws IOException {
        if (number < 1 || number > slots.size()) {
            throw new VaultException(
                    VaultException.Kind.PERMANENT,
                    "The vault has no slot " + number + ", but 1 to " + slots.size() + ". Nothing was changed.");
        }
        List<Slot> fewer = new ArrayList<>(slots);
        fewer.remove(number - 1);
        if (fewer.stream().noneMatch(slot -> slot.kind() == Slot.PASSPHRASE || slot.kind() == Slot.TOKEN)) {
            throw new VaultException(
                    VaultException.Kind.PERMANENT,
                    "Without slot " + number + " nothing would open the vault. Add another way first.");
        }
        write(fewer);
        current = number - 1 == current ? 0 : current - (number - 1 < current ? 1 : 0);
    }

    private void write(List<Slot> changed) throws IOException {
        disk.replace(directory.resolve(VAULT), new VaultKeyFile(vault.vaultId, changed).encode());
        slots = List.copyOf(changed);
    }

    public List<TenantId> tenants() throws IOException {
        return named(SUFFIX);
    }

    /// The tenants whose keys were destroyed and of whom something is left.
    public List<TenantId> destroyed() throws IOException {
        return named(DESTROYED);
    }

    private List<TenantId> named(String suffix) throws IOException {
        List<TenantId> tenants = new ArrayList<>();
        for (Path file : disk.list(directory)) {
            String name = String.valueOf(file.getFileName());
            if (name.endsWith(suffix) && !name.equals(VAULT)) {
                tenants.add(new TenantId(name.substring(0, name.length() - suffix.length())));
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

    /// Destroys the tenant's keys, durable on return. First it is noted that this was meant, so that a crash after it
    /// is not taken for a loss; [#buried] ends the note.
    public void destroy(TenantId tenant) throws IOException {
        disk.replace(marker(tenant), new byte[0]);
        if (disk.exists(file(tenant))) {
            overwrite(file(tenant));
            disk.delete(file(tenant));
        }
    }

    /// In place: on a disk that writes elsewhere it does nothing, and does no harm.
    private void overwrite(Path file) throws IOException {
        try (DiskFile open = disk.open(file)) {
            open.write(ByteBuffer.wrap(bytes(random, (int) open.size())), 0);
            open.force();
        }
    }

    /// Nothing of a destroyed tenant is left.
    public void buried(TenantId tenant) throws IOException {
        disk.delete(marker(tenant));
    }

    private Path file(TenantId tenant) {
        return directory.resolve(tenant.value() + SUFFIX);
    }

    private Path marker(TenantId tenant) {
        return directory.resolve(tenant.value() + DESTROYED);
    }

    private static byte[] bytes(SecureRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
