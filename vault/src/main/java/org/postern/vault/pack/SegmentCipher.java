package org.postern.vault.pack;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals bytes by AES-256-GCM in segments of 64 KiB, each object under a key of its own (`docs/format/vault.md` §3.3).
///
/// The construction is STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015): the nonce counts segments and marks the
/// last, so that none can be dropped, repeated or moved. The key comes by HKDF-Expand (RFC 5869 §2.3) from the
/// tenant's data key and a random salt; so nonces never repeat under a key, however many objects there are. Not for
/// several threads.
final class SegmentCipher {
    static final int SALT = 16;
    private static final int SEGMENT = 64 << 10; // GCM in the JDK is fast up to here and many times slower beyond.
    private static final int TAG = 16;
    private static final byte[] INFO =
            "postern object key 1\u0001".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private final Cipher cipher;
    private final Mac mac;

    SegmentCipher(Mac mac) {
        this.mac = mac;
        try {
            this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is not there", e);
        }
    }

    static int sealedLength(int length) {
        return SALT + length + TAG * segments(length);
    }

    private static int segments(int length) {
        return Math.max(1, Math.ceilDiv(length, SEGMENT));
    }

    /// Writes salt and sealed segments of `plain[0, length)` to `out`.
    void seal(SecretKey dataKey, byte[] salt, byte[] context, byte[] plain, int length, ByteBuffer out) {
        SecretKeySpec key = objectKey(dataKey, salt);
        out.put(salt);
        int segments = segments(length);
        try {
            for (int i = 0; i < segments; i++) {
                int start = i * SEGMENT;
                init(Cipher.ENCRYPT_MODE, key, i, i == segments - 1, context);
                cipher.doFinal(ByteBuffer.wrap(plain, start, Math.min(SEGMENT, length - start)), out);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing failed", e);
        }
    }

    /// The plaintext of `sealed`, which has `sealedLength(length)` bytes. Throws `AEADBadTagException` when it is not
    /// what [#seal] wrote under this key and context.
    byte[] open(SecretKey dataKey, byte[] context, ByteBuffer sealed, int length) throws AEADBadTagException {
        byte[] salt = new byte[SALT];
        sealed.get(salt);
        SecretKeySpec key = objectKey(dataKey, salt);
        byte[] plain = new byte[length];
        ByteBuffer out = ByteBuffer.wrap(plain);
        int segments = segments(length);
        try {
            for (int i = 0; i < segments; i++) {
                int size = Math.min(SEGMENT, length - i * SEGMENT) + TAG;
                init(Cipher.DECRYPT_MODE, key, i, i == segments - 1, context);
                cipher.doFinal(sealed.slice(sealed.position(), size), out);
                sealed.position(sealed.position() + size);
            }
        } catch (AEADBadTagException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("opening a sealed object failed", e);
        }
        return plain;
    }

    private void init(int mode, SecretKeySpec key, int counter, boolean last, byte[] context)
            throws GeneralSecurityException {
        byte[] nonce = ByteBuffer.allocate(12)
                .putInt(7, counter)
                .put(11, (byte) (last ? 1 : 0))
                .array();
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG, nonce));
        cipher.updateAAD(context);
    }

    private SecretKeySpec objectKey(SecretKey dataKey, byte[] salt) {
        byte[] info = Arrays.copyOf(salt, SALT + INFO.length);
        System.arraycopy(INFO, 0, info, SALT, INFO.length);
        try {
            mac.init(dataKey);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is not there", e);
        }
        return new SecretKeySpec(mac.doFinal(info), "AES");
    }
}
