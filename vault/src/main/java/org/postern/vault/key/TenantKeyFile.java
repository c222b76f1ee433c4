package org.postern.vault.key;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import org.postern.mail.TenantId;
import org.postern.vault.VaultException;

/// The content of `keys/TENANT.key`: the tenant's two keys, each wrapped under the vault key (`docs/format/vault.md`
/// §2.2).
final class TenantKeyFile {
    private static final byte[] MAGIC = "PSTNTKEY".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CONTEXT = "postern tenant key 1".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final byte DATA = 1;
    private static final byte NAMING = 2;

    private TenantKeyFile() {}

    static byte[] encode(VaultKeyFile.Opened vault, TenantId tenant, byte[] data, byte[] naming, SecureRandom random) {
        byte[] name = tenant.value().getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(MAGIC.length + 2 + 16 + 1 + name.length + 2 * KeyWrap.WRAPPED)
                .put(MAGIC)
                .putShort((short) VERSION)
                .put(vault.vaultId)
                .put((byte) name.length)
                .put(name)
                .put(KeyWrap.wrap(vault.key, data, context(vault.vaultId, DATA, name), random))
                .put(KeyWrap.wrap(vault.key, naming, context(vault.vaultId, NAMING, name), random))
                .array();
    }

    static TenantKeys decode(VaultKeyFile.Opened vault, TenantId tenant, byte[] file) {
        try {
            return read(vault, tenant, ByteBuffer.wrap(file));
        } catch (BufferUnderflowException | IllegalArgumentException | AEADBadTagException e) {
            throw new VaultException(
                    VaultException.Kind.CORRUPT,
                    "The key file keys/" + tenant + ".key is damaged or of another vault. Put it back from a backup;"
                            + " without it the mail of tenant " + tenant + " cannot be read.",
                    e);
        }
    }

    private static TenantKeys read(VaultKeyFile.Opened vault, TenantId tenant, ByteBuffer in)
            throws AEADBadTagException {
        byte[] vaultId = KeyFileHead.read(in, MAGIC, VERSION, "keys/" + tenant + ".key");
        byte[] name = KeyFileHead.take(in, Byte.toUnsignedInt(in.get()));
        if (!Arrays.equals(vaultId, vault.vaultId)
                || !tenant.value().equals(new String(name, StandardCharsets.US_ASCII))) {
            throw new IllegalArgumentException("the key file is of another vault or tenant");
        }
        byte[] data = KeyFileHead.take(in, KeyWrap.WRAPPED);
        byte[] naming = KeyFileHead.take(in, KeyWrap.WRAPPED);
        return new TenantKeys(
                tenant,
                KeyWrap.unwrap(vault.key, data, context(vaultId, DATA, name)),
                KeyWrap.unwrap(vault.key, naming, context(vaultId, NAMING, name)));
    }

    private static byte[] context(byte[] vaultId, byte purpose, byte[] tenant) {
        return ByteBuffer.allocate(CONTEXT.length + vaultId.length + 1 + tenant.length)
                .put(CONTEXT)
                .put(vaultId)
                .put(purpose)
                .put(tenant)
                .array();
    }
}
