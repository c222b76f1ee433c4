package org.postern.console.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// An administrator's token as the server knows it: by its hash alone.
///
/// A hash without a salt suffices: the token has 256 random bits, so no list of guesses reaches it.
public final class AdministratorToken {
    private static final int BYTES = 32;
    private static final String PREFIX = "postern_";
    private final byte[] hash;

    /// @param text the token as its holder has it
    public AdministratorToken(String text) {
        if (text.length() < PREFIX.length() + BYTES) {
            throw new IllegalArgumentException("An administrator token has at least 40 characters.");
        }
        this.hash = sha256(text);
    }

    /// A new token; `random` must be a cryptographic source.
    public static String generate(RandomGenerator random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// What recognises the token without giving it away, in hex.
    public String fingerprint() {
        return HexFormat.of().formatHex(hash);
    }

    /// Whether `offered` is the token; takes the same time whatever is offered.
    public boolean matches(String offered) {
        return MessageDigest.isEqual(hash, sha256(offered));
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
