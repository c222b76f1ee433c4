package org.postern.connections.signin;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import org.postern.connections.keys.HeldKey;

/// Makes the proof of possession with which an application changes its own keys (Graph's addKey and removeKey).
///
/// Its audience is the old directory service's, its issuer the application's object id (not the client id), and it
/// lives
/// exactly ten minutes; the compact form has no padding. RS256 with the SHA-1 thumbprint is what Microsoft documents
/// here, so this is not PS256.
public final class KeyProof {
    private static final String AUDIENCE = "00000002-0000-0000-c000-000000000000";
    private static final Duration LIFE = Duration.ofMinutes(10);
    /// Our clock may be ahead of theirs by so much.
    private static final Duration SKEW = Duration.ofMinutes(2);

    private KeyProof() {}

    @SuppressWarnings("deprecation") // x5t is SHA-1, and the only name by which this is documented.
    public static String sign(HeldKey key, String objectId, UUID id, Instant now) {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(JOSEObjectType.JWT)
                .x509CertThumbprint(Base64URL.encode(key.shortThumbprint()))
                .build();
        Instant from = now.minus(SKEW);
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .audience(AUDIENCE)
                .issuer(objectId)
                .jwtID(id.toString())
                .notBeforeTime(Date.from(from))
                .expirationTime(Date.from(from.plus(LIFE)))
                .build();
        return Assertion.sign(new SignedJWT(header, claims), key);
    }
}
