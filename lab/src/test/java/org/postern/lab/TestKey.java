package org.postern.lab;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A client's key and self-signed certificate, and assertions made with it by hand.
public final class TestKey {
    private final KeyPair keys;
    private final X509Certificate certificate;

    private TestKey(KeyPair keys, X509Certificate certificate) {
        this.keys = keys;
        this.certificate = certificate;
    }

    public static TestKey create() {
        return create(Instant.now().minus(Duration.ofDays(1)), Instant.now().plus(Duration.ofDays(30)));
    }

    @SuppressWarnings("JavaUtilDate") // BouncyCastle's builder takes nothing else
    public static TestKey create(Instant from, Instant until) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair keys = generator.generateKeyPair();
            X500Name name = new X500Name("CN=client under test");
            byte[] der = new JcaX509v3CertificateBuilder(
                            name, BigInteger.TWO, Date.from(from), Date.from(until), name, keys.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate()))
                    .getEncoded();
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            return new TestKey(keys, (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    public PrivateKey privateKey() {
        return keys.getPrivate();
    }

    public X509Certificate certificate() {
        return certificate;
    }

    public String certificateBase64() {
        return Base64.getEncoder().encodeToString(der());
    }

    private byte[] der() {
        try {
            return certificate.getEncoded();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    public byte[] digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm).digest(der());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /// The header of a good PS256 assertion.
    public Map<String, Object> header() {
        Map<String, Object> header = new TreeMap<>();
        header.put("alg", "PS256");
        header.put("typ", "JWT");
        header.put("x5t#S256", Base64.getUrlEncoder().withoutPadding().encodeToString(digest("SHA-256")));
        return header;
    }

    /// The claims of a good assertion.
    public static Map<String, Object> claims(String clientId, String audience) {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> claims = new TreeMap<>();
        claims.put("aud", audience);
        claims.put("iss", clientId);
        claims.put("sub", clientId);
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("nbf", now);
        claims.put("iat", now);
        claims.put("exp", now + 300);
        return claims;
    }

    /// A compact JWT over the header and the claims.
    public String sign(Map<String, Object> header, Map<String, Object> claims) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        String signed = encoder.encodeToString(json(header)) + "." + encoder.encodeToString(json(claims));
        try {
            boolean pss = "PS256".equals(header.get("alg"));
            Signature signature = Signature.getInstance(pss ? "RSASSA-PSS" : "SHA256withRSA");
            if (pss) {
                signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            }
            signature.initSign(keys.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + encoder.encodeToString(signature.sign());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] json(Map<String, Object> values) {
        StringBuilder json = new StringBuilder("{");
        values.forEach((name, value) -> json.append(json.length() > 1 ? "," : "")
                .append('"')
                .append(name)
                .append("\":")
                .append(value instanceof Number ? value : "\"" + value + "\""));
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }
}
