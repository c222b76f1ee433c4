package org.postern.connections.ledger;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The key of one tenant's log: signs its checkpoints, and gives the secret behind its request ids.
record LogKey(VerifierKey verifier, PrivateKey privateKey) {
    byte[] sign(byte[] text) {
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initSign(privateKey);
            ed25519.update(text);
            return ed25519.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot sign with Ed25519", e);
        }
    }

    /// A secret of the key's own for one purpose: HMAC-SHA-256 under the private key (RFC 5869's step of extraction).
    byte[] secret(String purpose) {
        if (!(privateKey instanceof EdECPrivateKey edwards)) {
            throw new IllegalStateException("an Ed25519 key that is none");
        }
        byte[] seed = edwards.getBytes().orElseThrow();
        return hmac(seed, (purpose + "\n" + verifier.name()).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    static byte[] hmac(byte[] secret, byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    /// Names the public half only.
    @Override
    public String toString() {
        return "LogKey[" + verifier + "]";
    }
}
