package org.postern.vault.key;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.postern.vault.VaultException;

/// What both kinds of key file begin with: a magic, a version and the vault's id.
final class KeyFileHead {
    private KeyFileHead() {}

    /// The vault's id; `in` stands behind it.
    static byte[] read(ByteBuffer in, byte[] magic, int version, String file) {
        if (!Arrays.equals(take(in, magic.length), magic)) {
            throw new IllegalArgumentException(file + " does not begin with its magic");
        }
        int found = Short.toUnsignedInt(in.getShort());
        if (found != version) {
            throw new VaultException(
                    VaultException.Kind.PERMANENT,
                    file + " is of format version " + found + ", and this Postern knows version " + version
                            + ". Use a newer Postern.");
        }
        return take(in, 16);
    }

    static byte[] take(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
