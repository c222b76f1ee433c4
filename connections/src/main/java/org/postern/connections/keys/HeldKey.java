package org.postern.connections.keys;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;

/// A private key with its certificate, for as long as something is being signed.
public record HeldKey(PrivateKey privateKey, X509Certificate certificate) {
    private static final Base64.Encoder PEM_LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    /// SHA-256 of the certificate's DER, as Entra names a key in an assertion (`x5t#S256`).
    public byte[] thumbprint() {
        return digest("SHA-256", certificate);
    }

    /// The thumbprint in upper-case hex, as administrators see it.
    public String thumbprintHex() {
        return HexFormat.of().withUpperCase().formatHex(thumbprint());
    }

    /// SHA-1 of the certificate's DER in upper-case hex, as Entra shows a key and names it in its logs.
    public String entraThumbprint() {
        return HexFormat.of().withUpperCase().formatHex(digest("SHA-1", certificate));
    }

    /// The certificate in PEM (RFC 7468 §5).
    public static String pem(X509Certificate certificate) {
        return "-----BEGIN CERTIFICATE-----\n" + PEM_LINES.encodeToString(der(certificate))
                + "\n-----END CERTIFICATE-----\n";
    }

    static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read cannot be written", e);
        }
    }

    private static byte[] digest(String algorithm, X509Certificate certificate) {
        try {
            return MessageDigest.getInstance(algorithm).digest(der(certificate));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }

    /// Names the certificate only.
    @Override
    public String toString() {
        return "HeldKey[" + thumbprintHex() + "]";
    }
}
