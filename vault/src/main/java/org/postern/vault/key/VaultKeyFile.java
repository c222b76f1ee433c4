package org.postern.vault.key;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import org.postern.vault.VaultException;

/// The content of `keys/_vault.key`: the vault key, wrapped once for each way to open the vault (`docs/format/vault.md`
/// §2.1).
///
/// Today there is one kind of slot, a passphrase; slots of other kinds are passed over by readers that do not know
/// them.
final class VaultKeyFile {
    private static final byte[] MAGIC = "PSTNVKEY".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CONTEXT = "postern vault key 1".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int PASSPHRASE = 1;
    private static final int SALT = 16;
    private static final int SLOT_HEAD = SALT + 4 + 4 + 1;

    private VaultKeyFile() {}

    /// An opened vault: its id, which all key files carry, and its key.
    static final class Opened {
        final byte[] vaultId;
        final byte[] key;

        Opened(byte[] vaultId, byte[] key) {
            this.vaultId = vaultId;
            this.key = key;
        }
    }

    static byte[] encode(Opened vault, char[] passphrase, KeyCost cost, SecureRandom random) {
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        byte[] head = ByteBuffer.allocate(SLOT_HEAD)
                .put(salt)
                .putInt(cost.memoryKiB())
                .putInt(cost.iterations())
                .put((byte) cost.lanes())
                .array();
        byte[] under = KeyWrap.fromPassphrase(passphrase, salt, cost);
        byte[] wrapped = KeyWrap.wrap(under, vault.key, context(vault.vaultId, head), random);
        return ByteBuffer.allocate(MAGIC.length + 2 + 16 + 1 + 1 + 2 + head.length + wrapped.length)
                .put(MAGIC)
                .putShort((short) VERSION)
                .put(vault.vaultId)
                .put((byte) 1)
                .put((byte) PASSPHRASE)
                .putShort((short) (head.length + wrapped.length))
                .put(head)
                .put(wrapped)
                .array();
    }

    static Opened decode(byte[] file, char[] passphrase) {
        try {
            return read(ByteBuffer.wrap(file), passphrase);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw damaged(e);
        }
    }

    private static Opened read(ByteBuffer in, char[] passphrase) {
        byte[] vaultId = KeyFileHead.read(in, MAGIC, VERSION, "keys/_vault.key");
        int slots = Byte.toUnsignedInt(in.get());
        boolean tried = false;
        for (int i = 0; i < slots; i++) {
            int kind = in.get();
            ByteBuffer slot = in.slice(in.position() + 2, Short.toUnsignedInt(in.getShort(in.position())));
            in.position(in.position() + 2 + slot.remaining());
            if (kind == PASSPHRASE) {
                tried = true;
                byte[] head = KeyFileHead.take(slot, SLOT_HEAD);
                byte[] wrapped = KeyFileHead.take(slot, KeyWrap.WRAPPED);
                Optional<byte[]> key = unwrap(under(head, passphrase), wrapped, context(vaultId, head));
                if (key.isPresent()) {
                    return new Opened(vaultId, key.get());
                }
            }
        }
        throw tried ? wrongPassphrase() : noPassphrase();
    }

    /// Empty when the passphrase is not that of this slot; another may have it.
    private static Optional<byte[]> unwrap(byte[] under, byte[] wrapped, byte[] context) {
        try {
            return Optional.of(KeyWrap.unwrap(under, wrapped, context));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        }
    }

    private static byte[] under(byte[] head, char[] passphrase) {
        ByteBuffer in = ByteBuffer.wrap(head, SALT, head.length - SALT);
        KeyCost cost = new KeyCost(in.getInt(), in.getInt(), in.get());
        return KeyWrap.fromPassphrase(passphrase, Arrays.copyOf(head, SALT), cost);
    }

    private static byte[] context(byte[] vaultId, byte[] head) {
        return ByteBuffer.allocate(CONTEXT.length + vaultId.length + head.length)
                .put(CONTEXT)
                .put(vaultId)
                .put(head)
                .array();
    }

    private static VaultException wrongPassphrase() {
        return new VaultException(
                VaultException.Kind.PERMANENT,
                "The passphrase does not open this vault. Give the one that it was made with; nothing was changed."
                        + " (If you are sure of it, keys/_vault.key may be damaged: put it back from a backup.)");
    }

    private static VaultException noPassphrase() {
        return new VaultException(
                VaultException.Kind.PERMANENT,
                "This vault is not opened by a passphrase, but by a kind of key that this version does not know."
                        + " Use a newer version.");
    }

    private static VaultException damaged(Exception cause) {
        return new VaultException(
                VaultException.Kind.CORRUPT,
                "The vault's key file keys/_vault.key is damaged. Put it back from a backup; without it no mail in this"
                        + " vault can be read.",
                cause);
    }
}
