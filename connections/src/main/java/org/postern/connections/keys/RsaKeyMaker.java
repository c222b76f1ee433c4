package org.postern.connections.keys;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/// Makes RSA-3072 keys with a certificate of one year that may sign and do nothing else.
///
/// RSA because Entra takes no other key for client assertions; 3072 bits because that is the 128-bit level (NIST SP
/// 800-57 part 1 §5.6.1) that everything else here has, and a signature an hour makes its cost irrelevant.
public final class RsaKeyMaker implements KeyMaker {
    private static final int BITS = 3072;
    private static final Duration LIFE = Duration.ofDays(365);
    /// A customer's directory whose clock is a little behind ours must not see a certificate of the future.
    private static final Duration SKEW = Duration.ofMinutes(10);

    private final SecureRandom random;
    private final @Nullable Provider provider;

    public RsaKeyMaker(SecureRandom random) {
        this(random, null);
    }

    /// @param provider makes and signs in place of the JDK's own, such as a token's; null for that
    RsaKeyMaker(SecureRandom random, @Nullable Provider provider) {
        this.random = random;
        this.provider = provider;
    }

    @Override
    public HeldKey make(String commonName, Instant now) {
        try {
            KeyPairGenerator generator = provider == null
                    ? KeyPairGenerator.getInstance("RSA")
                    : KeyPairGenerator.getInstance("RSA", provider);
            generator.initialize(BITS, random);
            return certify(generator.generateKeyPair(), commonName, now);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot make RSA keys", e);
        }
    }

    /// Makes the certificate of a key pair.
    HeldKey certify(KeyPair pair, String commonName, Instant now) {
        try {
            var builder = new JcaContentSignerBuilder("SHA256withRSA");
            var signer = (provider == null ? builder : builder.setProvider(provider)).build(pair.getPrivate());
            X509Certificate certificate = new JcaX509CertificateConverter()
                    .getCertificate(describe(pair, commonName, now).build(signer));
            return new HeldKey(pair.getPrivate(), certificate, provider);
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new IllegalStateException("this Java cannot sign an RSA certificate", e);
        }
    }

    private X509v3CertificateBuilder describe(KeyPair pair, String commonName, Instant now)
            throws CertIOException, GeneralSecurityException {
        X500Name name = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, commonName)
                .addRDN(BCStyle.O, "Postern")
                .build();
        // RFC 5280 §4.1.2.2: a serial is positive and at most 20 octets.
        BigInteger serial = new BigInteger(127, random).add(BigInteger.ONE);
        return new JcaX509v3CertificateBuilder(
                        name, serial, Date.from(now.minus(SKEW)), Date.from(now.plus(LIFE)), name, pair.getPublic())
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .addExtension(
                        Extension.subjectKeyIdentifier,
                        false,
                        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
    }
}
