package org.postern.lab.entra;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.postern.lab.net.Json;
import org.postern.lab.world.Application;
import org.postern.lab.world.Seed;
import org.postern.lab.world.Tenant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Issues the lab's access tokens and recognises them again.
public final class AccessTokens {
    /// What Entra says in `expires_in`.
    public static final Duration LIFETIME = Duration.ofSeconds(3599);

    private static final String KEY_ID = "postern-lab";

    private final KeyPair keys;
    private final Clock clock;
    private final Seed seed;

    public AccessTokens(Clock clock, Seed seed, KeyPair keys) {
        this.clock = clock;
        this.seed = seed;
        this.keys = keys;
    }

    /// Who calls Graph, as a good token says.
    ///
    /// @param roles what the token grants; later consents need a new token
    public record Caller(UUID tenant, UUID appId, UUID objectId, Set<String> roles, String tokenId, Instant expiresAt) {
        public Caller {
            roles = Set.copyOf(roles);
        }
    }

    /// An issued token: what goes to the client and the id by which the log knows it.
    record Issued(String token, String tokenId) {}

    Issued issue(Tenant tenant, Application application, String audience) {
        Instant now = clock.instant();
        String tokenId = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(seed.digest("uti", seed.nextRequestId().toString()))
                .substring(0, 22);
        ObjectNode claims = Json.object()
                .put("aud", audience)
                .put("iss", "https://sts.windows.net/" + tenant.id() + "/")
                .put("iat", now.getEpochSecond())
                .put("nbf", now.getEpochSecond())
                .put("exp", now.plus(LIFETIME).plusSeconds(1).getEpochSecond())
                .put("app_displayname", application.displayName())
                .put("appid", application.appId().toString())
                .put("appidacr", "2") // authenticated by certificate
                .put("idp", "https://sts.windows.net/" + tenant.id() + "/")
                .put("idtyp", "app")
                .put("oid", application.servicePrincipalId().toString())
                .put("sub", application.servicePrincipalId().toString())
                .put("tid", tenant.id().toString())
                .put("uti", tokenId)
                .put("ver", "1.0");
        if (!application.roles().isEmpty()) {
            ArrayNode roles = claims.putArray("roles");
            application.roles().stream().sorted().forEach(roles::add);
        }
        ObjectNode header = Json.object()
                .put("typ", "JWT")
                .put("alg", "RS256")
                .put("x5t", KEY_ID)
                .put("kid", KEY_ID);
        return new Issued(Jwt.sign(header, claims, keys.getPrivate()), tokenId);
    }

    /// The caller behind a token; empty when it was not issued here for this audience, or is expired.
    public Optional<Caller> verify(String token, Set<String> audiences) {
        return Jwt.parse(token)
                .filter(jwt -> jwt.algorithm().equals("RS256") && jwt.isSignedBy(keys.getPublic()))
                .filter(jwt -> jwt.claim("aud").filter(audiences::contains).isPresent())
                .map(AccessTokens::caller)
                .filter(caller -> clock.instant().isBefore(caller.expiresAt()));
    }

    /// The public key as a JSON Web Key Set (RFC 7517).
    ObjectNode keySet() {
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        byte[] modulus = key.getModulus().toByteArray();
        int sign = modulus[0] == 0 ? 1 : 0;
        ObjectNode set = Json.object();
        set.putArray("keys")
                .addObject()
                .put("kty", "RSA")
                .put("use", "sig")
                .put("kid", KEY_ID)
                .put("x5t", KEY_ID)
                .put("n", encoder.encodeToString(Arrays.copyOfRange(modulus, sign, modulus.length)))
                .put("e", encoder.encodeToString(key.getPublicExponent().toByteArray()));
        return set;
    }

    private static Caller caller(Jwt jwt) {
        Set<String> roles = new HashSet<>();
        JsonNode listed = jwt.claims().path("roles");
        listed.forEach(role -> roles.add(role.stringValue("")));
        return new Caller(
                UUID.fromString(jwt.claim("tid").orElseThrow()),
                UUID.fromString(jwt.claim("appid").orElseThrow()),
                UUID.fromString(jwt.claim("oid").orElseThrow()),
                roles,
                jwt.claim("uti").orElseThrow(),
                Instant.ofEpochSecond(jwt.seconds("exp").orElse(0L)));
    }

    /// An RSA key as tokens are signed with.
    public static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java makes RSA keys.", e);
        }
    }
}
