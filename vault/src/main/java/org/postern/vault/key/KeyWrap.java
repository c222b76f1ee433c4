package org.postern.vault.key;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Wraps one 32-byte key under another by AES-256-GCM: a 12-byte nonce, 32 bytes, a 16-byte tag.
final class KeyWrap {
    static final int KEY = 32;
    static final int WRAPPED = 12 + KEY + 16;

    private KeyWrap() {}

    static byte[] wrap(byte[] under, byte[] key, byte[] context, SecureRandom random) {
        byte[] nonce = new byte[12];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, under, nonce, context).doFinal(key);
            byte[] wrapped = Arrays.copyOf(nonce, WRAPPED);
            System.arraycopy(sealed, 0, wrapped, nonce.length, sealed.length);
            return wrapped;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is not there", e);
        }
    }

    /// Throws `AEADBadTagException` when the key or the context is not the one that it was wrapped with.
    static byte[] unwrap(byte[] under, byte[] wrapped, byte[] context) throws AEADBadTagException {
        try {
            byte[] nonce = Arrays.copyOf(wrapped, 12);
            return cipher(Cipher.DECRYPT_MODE, under, nonce, context).doFinal(wrapped, 12, wrapped.length - 12);
        } catch (AEADBadTagException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is not there", e);
        }
    }

    /// The key-encryption key of a passphrase: Argon2id version 0x13 (RFC 9106) of its UTF-8 bytes.
    static byte[] fromPassphrase(char[] passphrase, byte[] salt, KeyCost cost) {
        byte[] secret = new String(passphrase).getBytes(StandardCharsets.UTF_8);
        Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
        argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withSalt(salt)
                .withMemoryAsKB(cost.memoryKiB())
                .withIterations(cost.iterations())
                .withParallelism(cost.lanes())
                .build());
        byte[] key = new byte[KEY];
        argon2.generateBytes(secret, key);
        Arrays.fill(secret, (byte) 0);
        return key;
    }

    private static Cipher cipher(int mode, byte[] under, byte[] nonce, byte[] context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(under, "AES"), new GCMParameterSpec(128, nonce));
        cipher.updateAAD(context);
        return cipher;
    }
}
