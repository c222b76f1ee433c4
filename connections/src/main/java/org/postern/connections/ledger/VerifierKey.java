package org.postern.connections.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The public half of a log's key with its name, by which anybody checks the log's signatures (C2SP signed-note).
///
/// @param bytes the 32 bytes of RFC 8032
@SuppressWarnings("ArrayRecordComponent") // Compared as text.
record VerifierKey(String name, byte[] bytes) {
    static final byte ED25519 = 1; // C2SP signed-note, signature types.
    /// RFC 8410 §4: what stands before the 32 bytes in a SubjectPublicKeyInfo of Ed25519.
    private static final byte[] SPKI_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final Pattern FORM = Pattern.compile("([^\\s+]+)\\+([0-9a-f]{8})\\+([A-Za-z0-9+/=]+)");

    VerifierKey {
        if (name.isEmpty() || name.contains("+") || name.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException("A key's name has neither spaces nor plus signs: " + name);
        }
        if (bytes.length != 32) {
            throw new IllegalArgumentException("An Ed25519 key has 32 bytes, not " + bytes.length + ".");
        }
    }

    static VerifierKey of(String name, PublicKey key) {
        byte[] encoded = key.getEncoded();
        return new VerifierKey(name, Arrays.copyOfRange(encoded, SPKI_HEAD.length, encoded.length));
    }

    /// Reads what [#toString] wrote.
    static VerifierKey parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (parts.matches()) {
            byte[] typed = Base64.getDecoder().decode(parts.group(3));
            if (typed.length == 33 && typed[0] == ED25519) {
                VerifierKey key = new VerifierKey(parts.group(1), Arrays.copyOfRange(typed, 1, 33));
                if (key.toString().equals(text)) {
                    return key;
                }
            }
        }
        throw new IllegalArgumentException("It is no verifier key of an Ed25519 log.");
    }

    byte[] id() {
        MessageDigest digest = Merkle.sha256();
        digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
        return Arrays.copyOf(digest.digest(typed()), 4);
    }

    private byte[] typed() {
        return ByteBuffer.allocate(33).put(ED25519).put(bytes).array();
    }

    boolean verifies(byte[] text, byte[] signature) {
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            byte[] spki = ByteBuffer.allocate(SPKI_HEAD.length + 32)
                    .put(SPKI_HEAD)
                    .put(bytes)
                    .array();
            ed25519.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki)));
            ed25519.update(text);
            return ed25519.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // No point of the curve, or not of a signature's form.
        }
    }

    /// The form in which verifier keys are handed around: name, key id, and type with key.
    @Override
    public String toString() {
        return name + "+" + HexFormat.of().formatHex(id()) + "+"
                + Base64.getEncoder().encodeToString(typed());
    }
}
