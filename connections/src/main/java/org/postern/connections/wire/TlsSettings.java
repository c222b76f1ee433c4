package org.postern.connections.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.keys.HeldKey;

/// Whom TLS trusts, and which certificate it shows: one authority alone for a lab or an organisation's own servers, a
/// connection's key where the handshake is the sign-in.
public final class TlsSettings {
    /// The key is in memory only; this guards nothing.
    private static final char[] IN_MEMORY = new char[0];

    private TlsSettings() {}

    /// The settings, or null where the JDK's own will do.
    ///
    /// @param authorityPem the only authority to trust; null for the JDK's own
    /// @param key shown when the server asks for a certificate; null for none
    public static @Nullable SSLContext of(@Nullable String authorityPem, @Nullable HeldKey key) {
        if (authorityPem == null && key == null) {
            return null;
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(key), authorityPem == null ? null : trusting(authorityPem), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new ConnectionException(
                    Kind.PERMANENT,
                    "The cloud's certificate authority cannot be read: " + e.getMessage()
                            + ". Give one or more certificates in PEM.",
                    e);
        }
    }

    private static KeyManager @Nullable [] keys(@Nullable HeldKey key) throws GeneralSecurityException, IOException {
        if (key == null) {
            return null;
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("postern", key.privateKey(), IN_MEMORY, new Certificate[] {key.certificate()});
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, IN_MEMORY);
        return factory.getKeyManagers();
    }

    private static TrustManager[] trusting(String pem) throws GeneralSecurityException, IOException {
        Collection<? extends Certificate> certificates = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
        if (certificates.isEmpty()) {
            throw new GeneralSecurityException("it holds no certificate");
        }
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        int number = 0;
        for (Certificate certificate : certificates) {
            anchors.setCertificateEntry("authority-" + number++, certificate);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(anchors);
        return trust.getTrustManagers();
    }
}
