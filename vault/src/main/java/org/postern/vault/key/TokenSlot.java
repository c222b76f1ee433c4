package org.postern.vault.key;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.postern.vault.KeySource;
import org.postern.vault.key.VaultKeyFile.Slot;

/// Slots of kind 2: the vault key under an AES key in a token, named by its label (`docs/format/vault.md` §2.1).
final class TokenSlot {
    private TokenSlot() {}

    static Slot wrap(VaultKeyFile.Opened vault, TokenKey key, SecureRandom random) {
        byte[] head = head(key.label());
        byte[] wrapped = key.wrap(vault.key, VaultKeyFile.context(vault.vaultId, head), random);
        byte[] body = Arrays.copyOf(head, head.length + wrapped.length);
        System.arraycopy(wrapped, 0, body, head.length, wrapped.length);
        return new Slot(Slot.TOKEN, body);
    }

    private static byte[] head(String label) {
        byte[] name = label.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + name.length)
                .put((byte) name.length)
                .put(name)
                .array();
    }

    /// The label of the key that opens this slot; empty when the slot is damaged.
    static Optional<String> label(Slot slot) {
        byte[] body = slot.body();
        int length = body.length == 0 ? 0 : Byte.toUnsignedInt(body[0]);
        return length > 0 && body.length == 1 + length + KeyWrap.WRAPPED
                ? Optional.of(new String(body, 1, length, StandardCharsets.UTF_8))
                : Optional.empty();
    }

    static boolean isFor(Slot slot, KeySource.Token token) {
        return label(slot).filter(token.keyLabel()::equals).isPresent();
    }

    /// Empty when the token's key of this label is another.
    static Optional<byte[]> unwrap(byte[] vaultId, Slot slot, TokenKey key) {
        byte[] head = head(key.label());
        byte[] wrapped = Arrays.copyOfRange(slot.body(), head.length, slot.body().length);
        return key.unwrap(wrapped, VaultKeyFile.context(vaultId, head));
    }
}
