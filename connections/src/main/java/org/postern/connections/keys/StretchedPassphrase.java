package org.postern.connections.keys;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.bouncycastle.crypto.PBEParametersGenerator;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.PKCS12ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;

/// The passphrase of a folder of keys, stretched once for each salt instead of once for each file.
///
/// A server with a thousand tenants opens thousands of key files an hour. Each stretching costs a third of a second, so
/// that whoever copied a file guesses slowly; for us, who know the passphrase, files that were written by one process
/// have one salt for each use, and what was derived is remembered. That gives nothing away: a salt is there to make two
/// passphrases' tables different, and the passphrase lies in the same memory.
public final class StretchedPassphrase {
    /// RFC 8018 §4.1 asks for eight at least.
    static final int SALT_BYTES = 16;

    /// What Java's own PKCS#12 takes at most; a file that asks for more was not written by us.
    static final int MOST_ROUNDS = 5_000_000;

    private static final int KEY_BITS = 256;
    private static final int MOST_REMEMBERED = 16_384;

    /// What a key is derived for: no two uses share a key.
    enum Use {
        /// The key bag of a PKCS#12, by PBKDF2-HMAC-SHA-256 (RFC 8018 §5.2).
        KEY_BAG,
        /// The integrity check of a PKCS#12 (RFC 7292 appendix B).
        INTEGRITY,
        /// A password file, by PBKDF2-HMAC-SHA-256.
        PASSWORD_FILE
    }

    private record Derivation(Use use, int rounds, ByteBuffer salt) {}

    private final Supplier<char[]> passphrase;
    private final int rounds;
    private final Map<Use, byte[]> salts = new java.util.EnumMap<>(Use.class);
    private final Map<Derivation, byte[]> derived = new ConcurrentHashMap<>();

    /// @param passphrase gives a fresh array at each call, which is overwritten after use; always the same
    /// @param rounds for newly written files
    public StretchedPassphrase(Supplier<char[]> passphrase, int rounds, SecureRandom random) {
        this.passphrase = passphrase;
        this.rounds = rounds;
        for (Use use : Use.values()) {
            byte[] salt = new byte[SALT_BYTES];
            random.nextBytes(salt);
            salts.put(use, salt);
        }
    }

    int rounds() {
        return rounds;
    }

    /// The salt for newly written files.
    byte[] salt(Use use) {
        byte[] salt = salts.get(use);
        if (salt == null) {
            throw new IllegalStateException("no salt for " + use);
        }
        return salt.clone();
    }

    /// 32 bytes; the caller overwrites them after use.
    ///
    /// @throws GeneralSecurityException when a file asks for more rounds than any of ours has
    byte[] key(Use use, byte[] salt, int asked) throws GeneralSecurityException {
        if (asked < 1 || asked > MOST_ROUNDS) {
            throw new GeneralSecurityException("it asks for " + asked + " rounds of key derivation");
        }
        Derivation derivation = new Derivation(use, asked, ByteBuffer.wrap(salt.clone()));
        if (derived.size() >= MOST_REMEMBERED && !derived.containsKey(derivation)) {
            return derive(derivation);
        }
        return derived.computeIfAbsent(derivation, this::derive).clone();
    }

    private byte[] derive(Derivation derivation) {
        char[] secret = passphrase.get();
        try {
            byte[] salt = derivation.salt().array();
            return derivation.use() == Use.INTEGRITY
                    ? pkcs12(secret, salt, derivation.rounds())
                    : pbkdf2(secret, salt, derivation.rounds());
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    private static byte[] pbkdf2(char[] secret, byte[] salt, int rounds) {
        PBEKeySpec spec = new PBEKeySpec(secret, salt, rounds, KEY_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no PBKDF2", e);
        } finally {
            spec.clearPassword();
        }
    }

    private static byte[] pkcs12(char[] secret, byte[] salt, int rounds) {
        byte[] password = PBEParametersGenerator.PKCS12PasswordToBytes(secret);
        try {
            var generator = new PKCS12ParametersGenerator(new SHA256Digest());
            generator.init(password, salt, rounds);
            return ((KeyParameter) generator.generateDerivedMacParameters(KEY_BITS)).getKey();
        } finally {
            Arrays.fill(password, (byte) 0);
        }
    }
}
