package org.postern.vault.key;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.postern.vault.VaultException;

/// The content of `keys/_vault.key`: the vault key, wrapped once for each way to open the vault
/// (`docs/format/vault.md` §2.1). Slots of kinds that this version does not know are kept as they are.
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record VaultKeyFile(byte[] vaultId, List<Slot> slots) {
    static final String NAME = "keys/_vault.key";
    private static final byte[] MAGIC = "PSTNVKEY".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CONTEXT = "postern vault key 1".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    static final int SLOTS_MAX = 255;

    /// One way to open the vault.
    ///
    /// @param kind 1 passphrase, 2 token
    record Slot(int kind, byte[] body) {
        static final int PASSPHRASE = 1;
        static final int TOKEN = 2;
    }

    VaultKeyFile {
        slots = List.copyOf(slots);
    }

    /// An opened vault: its id, which all key files carry, and its key.
    static final class Opened {
        final byte[] vaultId;
        final byte[] key;

        Opened(byte[] vaultId, byte[] key) {
            this.vaultId = vaultId;
            this.key = key;
        }
    }

    byte[] encode() {
        int length = MAGIC.length + 2 + vaultId.length + 1;
        for (Slot slot : slots) {
            length += 1 + 2 + slot.body.length;
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        out.put(MAGIC).putShort((short) VERSION).put(vaultId).put((byte) slots.size());
        for (Slot slot : slots) {
            out.put((byte) slot.kind).putShort((short) slot.body.length).put(slot.body);
        }
        return out.array();
    }

    static VaultKeyFile decode(byte[] file) {
        try {
            ByteBuffer in = ByteBuffer.wrap(file);
            byte[] vaultId = KeyFileHead.read(in, MAGIC, VERSION, NAME);
            int count = Byte.toUnsignedInt(in.get());
            List<Slot> slots = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int kind = Byte.toUnsignedInt(in.get());
                slots.add(new Slot(kind, KeyFileHead.take(in, Short.toUnsignedInt(in.getShort()))));
            }
            return new VaultKeyFile(vaultId, slots);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw damaged(e);
        }
    }

    /// What the wrapping of the vault key in a slot is bound to.
    static byte[] context(byte[] vaultId, byte[] head) {
        return ByteBuffer.allocate(CONTEXT.length + vaultId.length + head.length)
                .put(CONTEXT)
                .put(vaultId)
                .put(head)
                .array();
    }

    static VaultException damaged(Exception cause) {
        return new VaultException(
                VaultException.Kind.CORRUPT,
                "The vault's key file " + NAME + " is damaged. Put it back from a backup; without it no mail in this"
                        + " vault can be read.",
                cause);
    }
}
