package org.postern.connections.signin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.security.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import org.postern.connections.ConnectionException;
import org.postern.connections.keys.HeldKey;

/// Makes the signed statement by which an application proves itself (RFC 7523 §3).
final class Assertion {
    private static final Duration LIFE = Duration.ofMinutes(8); // Entra takes at most 10.
    private static final Duration SKEW = Duration.ofMinutes(1);

    private Assertion() {}

    static String sign(HeldKey key, String clientId, URI endpoint, UUID id, Instant now) {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.PS256)
                .type(JOSEObjectType.JWT)
                .x509CertSHA256Thumbprint(Base64URL.encode(key.thumbprint()))
                .build();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .audience(endpoint.toString())
                .issuer(clientId)
                .subject(clientId)
                .jwtID(id.toString())
                .notBeforeTime(Date.from(now.minus(SKEW)))
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)))
                .build();
        return sign(new SignedJWT(header, claims), key);
    }

    /// Signs with the key, where it is.
    static String sign(SignedJWT jwt, HeldKey key) {
        try {
            RSASSASigner signer = new RSASSASigner(key.privateKey());
            if (key.signer() != null) {
                signer.getJCAContext().setProvider(key.signer());
            }
            jwt.sign(signer);
        } catch (JOSEException | ProviderException e) {
            throw new ConnectionException(
                    ConnectionException.Kind.PERMANENT,
                    "The key " + key.thumbprintHex() + " does not sign: " + e.getMessage()
                            + ". Check the token that holds it.",
                    e);
        }
        return jwt.serialize();
    }
}
