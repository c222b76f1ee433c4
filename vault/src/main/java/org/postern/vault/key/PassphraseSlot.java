package org.postern.vault.key;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import org.postern.vault.key.VaultKeyFile.Slot;

/// Slots of kind 1: the vault key under a key that Argon2id makes of a passphrase (`docs/format/vault.md` §2.1).
final class PassphraseSlot {
    private static final int SALT = 16;
    private static final int HEAD = SALT + 4 + 4 + 1;

    private PassphraseSlot() {}

    static Slot wrap(VaultKeyFile.Opened vault, char[] passphrase, KeyCost cost, SecureRandom random) {
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        byte[] head = ByteBuffer.allocate(HEAD)
                .put(salt)
                .putInt(cost.memoryKiB())
                .putInt(cost.iterations())
                .put((byte) cost.lanes())
                .array();
        byte[] under = KeyWrap.fromPassphrase(passphrase, salt, cost);
        byte[] wrapped = KeyWrap.wrap(under, vault.key, VaultKeyFile.context(vault.vaultId, head), random);
        byte[] body = Arrays.copyOf(head, HEAD + wrapped.length);
        System.arraycopy(wrapped, 0, body, HEAD, wrapped.length);
        return new Slot(Slot.PASSPHRASE, body);
    }

    /// Empty when the passphrase is not that of this slot; another may have it.
    static Optional<byte[]> unwrap(byte[] vaultId, Slot slot, char[] passphrase) {
        try {
            ByteBuffer in = ByteBuffer.wrap(slot.body());
            byte[] head = KeyFileHead.take(in, HEAD);
            byte[] wrapped = KeyFileHead.take(in, KeyWrap.WRAPPED);
            byte[] context = VaultKeyFile.context(vaultId, head);
            return Optional.of(KeyWrap.unwrap(under(head, passphrase), wrapped, context));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw VaultKeyFile.damaged(e);
        }
    }

    private static byte[] under(byte[] head, char[] passphrase) {
        ByteBuffer in = ByteBuffer.wrap(head, SALT, head.length - SALT);
        KeyCost cost = new KeyCost(in.getInt(), in.getInt(), in.get());
        return KeyWrap.fromPassphrase(passphrase, Arrays.copyOf(head, SALT), cost);
    }
}
