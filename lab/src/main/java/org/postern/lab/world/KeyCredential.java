package org.postern.lab.world;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;

/// A certificate registered on an application (Graph's keyCredential).
public record KeyCredential(UUID keyId, X509Certificate certificate, String displayName) {
    public Instant startsAt() {
        return certificate.getNotBefore().toInstant();
    }

    public Instant endsAt() {
        return certificate.getNotAfter().toInstant();
    }

    public boolean isValidAt(Instant now) {
        return !now.isBefore(startsAt()) && !now.isAfter(endsAt());
    }

    public byte[] encoded() {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("A parsed certificate always encodes.", e);
        }
    }

    public byte[] digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm).digest(encoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + algorithm + ".", e);
        }
    }

    /// SHA-1 in upper-case hex, as Entra shows it.
    public String thumbprint() {
        return HexFormat.of().withUpperCase().formatHex(digest("SHA-1"));
    }
}
