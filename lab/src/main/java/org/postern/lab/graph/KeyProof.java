package org.postern.lab.graph;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.postern.lab.entra.Jwt;
import org.postern.lab.world.Application;

/// The proof of possession that addKey and removeKey ask for: a token signed by one of the application's valid keys.
///
/// Microsoft's text: audience `00000002-0000-0000-c000-000000000000`, issuer the application's object id, `exp` ten
/// minutes after `nbf`; padding is refused, and so is a proof that was used before.
final class KeyProof {
    private static final String AUDIENCE = "00000002-0000-0000-c000-000000000000";
    private static final Duration LIFETIME_MAX = Duration.ofMinutes(10);
    private static final Duration SKEW = Duration.ofMinutes(5);

    private static final int REPLAYS_MAX = 100_000;

    private final Clock clock;
    private final Map<String, Instant> seen = new LinkedHashMap<>();

    KeyProof(Clock clock) {
        this.clock = clock;
    }

    /// Returns when the proof is good.
    void check(String proof, Application application) {
        Jwt jwt = Jwt.parse(proof).orElseThrow(KeyProof::malformed);
        boolean named = jwt.claim("aud").filter(AUDIENCE::equals).isPresent()
                && jwt.claim("iss")
                        .filter(application.objectId().toString()::equalsIgnoreCase)
                        .isPresent();
        if (!named || !isInTime(jwt)) {
            throw malformed();
        }
        Instant now = clock.instant();
        boolean signed = application.keys().stream()
                .filter(key -> key.isValidAt(now))
                .anyMatch(key -> jwt.isSignedBy(key.certificate().getPublicKey()));
        if (!signed) {
            throw GraphFailure.of(
                    401,
                    "Authentication_Unauthorized",
                    "The proof is not signed by one of the application's valid certificates.");
        }
        if (isReplayed(proof, now)) {
            throw malformed();
        }
    }

    /// Stricter than anything documented of Entra: a client that makes a proof for each call never notices.
    private synchronized boolean isReplayed(String proof, Instant now) {
        seen.values().removeIf(until -> until.isBefore(now));
        if (seen.size() >= REPLAYS_MAX) {
            seen.remove(seen.keySet().iterator().next());
        }
        return seen.putIfAbsent(proof, now.plus(LIFETIME_MAX).plus(SKEW)) != null;
    }

    private boolean isInTime(Jwt jwt) {
        Instant now = clock.instant();
        Instant from = Instant.ofEpochSecond(jwt.seconds("nbf").orElse(0L));
        Instant until = Instant.ofEpochSecond(jwt.seconds("exp").orElse(0L));
        return !now.isBefore(from.minus(SKEW))
                && now.isBefore(until.plus(SKEW))
                && !until.isAfter(from.plus(LIFETIME_MAX));
    }

    private static GraphFailure malformed() {
        return GraphFailure.of(
                401,
                "Authentication_MissingOrMalformed",
                "Access Token missing or malformed. The proof must be an unpadded JWT with aud " + AUDIENCE
                        + ", iss the application's object id, and exp at most 10 minutes after nbf.");
    }
}
