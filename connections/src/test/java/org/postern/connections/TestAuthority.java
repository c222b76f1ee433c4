package org.postern.connections;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.postern.connections.keys.HeldKey;
import org.postern.connections.keys.KeyMaker;

/// The certificate of the scripted server, and quickly made keys for connections (the real ones take a second each).
final class TestAuthority {
    private static final KeyPair PAIR = pair();
    private static final X509Certificate LOCALHOST =
            certificate(PAIR, "localhost", Instant.EPOCH, Instant.parse("2099-01-01T00:00:00Z"));
    private static final char[] NO_SECRET = "in memory only".toCharArray();

    private TestAuthority() {}

    static KeyPair tokenKeys() {
        return PAIR;
    }

    static String pem() {
        return HeldKey.pem(LOCALHOST);
    }

    /// Keys that share one key pair; their certificates differ.
    static KeyMaker quickKeys() {
        return (name, now) -> new HeldKey(
                PAIR.getPrivate(),
                certificate(PAIR, name, now.minus(Duration.ofMinutes(10)), now.plus(Duration.ofDays(365))));
    }

    /// Keys that differ from the ones made just before, so that a signature by the wrong one is no good.
    static KeyMaker differentKeys() {
        List<KeyPair> pairs = List.of(pair(), pair(), pair(), pair(), pair());
        AtomicInteger next = new AtomicInteger();
        return (name, now) -> {
            KeyPair pair = pairs.get(next.getAndIncrement() % pairs.size());
            return new HeldKey(
                    pair.getPrivate(),
                    certificate(pair, name, now.minus(Duration.ofMinutes(10)), now.plus(Duration.ofDays(365))));
        };
    }

    static SSLContext serverContext() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("localhost", PAIR.getPrivate(), NO_SECRET, new Certificate[] {LOCALHOST});
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_SECRET);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate certificate(KeyPair pair, String name, Instant from, Instant until) {
        X500Name subject = new X500Name("CN=" + name);
        try {
            var builder = new JcaX509v3CertificateBuilder(
                            subject,
                            BigInteger.valueOf(System.nanoTime()),
                            Date.from(from),
                            Date.from(until),
                            subject,
                            pair.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                    .addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")));
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate())));
        } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }
}
