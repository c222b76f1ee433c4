package org.postern.cli.ledger;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A verifier key (C2SP signed-note): that of a log, or that of a witness (C2SP tlog-cosignature).
@SuppressWarnings("ArrayRecordComponent") // No record is ever compared.
record Key(String text, String name, byte[] id, byte[] bytes) {
    static final int LOG = 1; // Ed25519.
    static final int WITNESS = 4; // Ed25519 over a checkpoint and a time.
    private static final Pattern FORM = Pattern.compile("([!-*,-~]+)\\+([0-9a-f]{8})\\+([A-Za-z0-9+/=]+)");
    private static final byte[] SPKI_HEAD = HexFormat.of().parseHex("302a300506032b6570032100"); // RFC 8410 §4.

    static Key of(String text, int type) throws Misfit {
        String whose = type == LOG ? "its verifier key" : "the witness' key " + text;
        Matcher parts = FORM.matcher(text);
        Misfit.require(parts.matches(), whose + " is none");
        byte[] typed = Bytes.base64(parts.group(3));
        Misfit.require(
                typed.length == 33 && typed[0] == type,
                whose + " is not of " + (type == LOG ? "Ed25519" : "Ed25519 cosignatures"));
        byte[] id = Arrays.copyOf(Bytes.sha256(Bytes.concat(Bytes.utf8(parts.group(1) + "\n"), typed)), 4);
        Misfit.require(HexFormat.of().formatHex(id).equals(parts.group(2)), whose + " does not fit its own id");
        return new Key(text, parts.group(1), id, Arrays.copyOfRange(typed, 1, 33));
    }

    /// The tenant whose log it is.
    String tenant() {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    boolean verifies(byte[] message, byte[] signature) {
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            X509EncodedKeySpec spki = new X509EncodedKeySpec(Bytes.concat(SPKI_HEAD, bytes));
            ed25519.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(spki));
            ed25519.update(message);
            return ed25519.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
