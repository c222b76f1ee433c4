package org.postern.lab.entra;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.lab.world.Application;
import org.postern.lab.world.KeyCredential;

/// Judges a client assertion (RFC 7523 §3; Microsoft identity platform certificate credentials).
final class AssertionVerifier {
    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final int REPLAYS_MAX = 100_000;

    private final Clock clock;
    private final Duration lifetimeMax;
    private final Map<String, Instant> seen = new LinkedHashMap<>();

    /// @param lifetimeMax the longest that an assertion may live
    AssertionVerifier(Clock clock, Duration lifetimeMax) {
        this.clock = clock;
        this.lifetimeMax = lifetimeMax;
    }

    /// What came of an assertion.
    ///
    /// @param error null when it is good
    /// @param key the registered key that it names; null when none
    /// @param thumbprint as it was sent, in hex; empty when none was
    record Finding(@Nullable EntraError error, @Nullable KeyCredential key, String thumbprint) {}

    /// Checks everything; `audiences` are the names under which this tenant's token endpoint may be addressed.
    Finding verify(String assertion, Application application, List<String> audiences) {
        Optional<Jwt> parsed = Jwt.parse(assertion);
        if (parsed.isEmpty()) {
            return refused(EntraError.malformed("The assertion must be three parts of unpadded base64url."));
        }
        Jwt jwt = parsed.get();
        if (!jwt.algorithm().equals("PS256") && !jwt.algorithm().equals("RS256")) {
            return refused(EntraError.algorithm(jwt.algorithm()));
        }
        Optional<Thumbprint> thumbprint = Thumbprint.of(jwt);
        if (thumbprint.isEmpty()) {
            return refused(EntraError.malformed("No certificate thumbprint specified in token header."));
        }
        return thumbprint
                .map(named -> verify(jwt, named, application, audiences))
                .orElseThrow();
    }

    private Finding verify(Jwt jwt, Thumbprint thumbprint, Application application, List<String> audiences) {
        KeyCredential key =
                thumbprint.find(application.signInKeys(clock.instant())).orElse(null);
        EntraError claims = claims(jwt, application, audiences);
        EntraError error = claims != null ? claims : signature(jwt, thumbprint, key, application);
        if (error == null && isReplayed(jwt)) {
            error = EntraError.malformed(
                    "The assertion's 'jti' was used before; make a new assertion for each request.");
        }
        return new Finding(error, key, thumbprint.hex());
    }

    private static Finding refused(EntraError error) {
        return new Finding(error, null, "");
    }

    private @Nullable EntraError claims(Jwt jwt, Application application, List<String> audiences) {
        String clientId = application.appId().toString();
        boolean self = jwt.claim("iss").filter(clientId::equalsIgnoreCase).isPresent()
                && jwt.claim("sub").filter(clientId::equalsIgnoreCase).isPresent();
        if (!self) {
            return EntraError.clientMismatch();
        }
        String audience = jwt.claim("aud").orElse("").toLowerCase(Locale.ROOT);
        if (!audiences.contains(audience)) {
            return EntraError.audience();
        }
        return time(jwt);
    }

    private @Nullable EntraError time(Jwt jwt) {
        Optional<Long> expiry = jwt.seconds("exp");
        if (expiry.isEmpty() || jwt.claim("jti").isEmpty()) {
            return EntraError.malformed("The claims 'exp' and 'jti' are required.");
        }
        Instant now = clock.instant();
        Instant until = Instant.ofEpochSecond(expiry.get());
        Instant from = Instant.ofEpochSecond(
                jwt.seconds("nbf").or(() -> jwt.seconds("iat")).orElse(0L));
        Instant start = from.equals(Instant.EPOCH) ? now : from;
        boolean good = now.isBefore(until.plus(SKEW))
                && !now.isBefore(from.minus(SKEW))
                && !until.isAfter(start.plus(lifetimeMax).plus(SKEW));
        return good ? null : EntraError.timeRange(text(now), text(from), text(until));
    }

    private static String text(Instant time) {
        return DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSS'Z'", Locale.ROOT)
                .format(time.atOffset(ZoneOffset.UTC));
    }

    private @Nullable EntraError signature(
            Jwt jwt, Thumbprint thumbprint, @Nullable KeyCredential key, Application application) {
        String appId = application.appId().toString();
        if (key == null) {
            return EntraError.key("The key was not found.", thumbprint.hex(), "", appId);
        }
        if (!key.isValidAt(clock.instant())) {
            return EntraError.key("The key used is expired.", thumbprint.hex(), found(key), appId);
        }
        if (!jwt.isSignedBy(key.certificate().getPublicKey())) {
            String reason = "The provided signature value did not match the expected signature value.";
            return EntraError.key(reason, thumbprint.hex(), found(key), appId);
        }
        return null;
    }

    private static String found(KeyCredential key) {
        DateTimeFormatter format = DateTimeFormatter.ofPattern("MM/dd/yyyy HH:mm:ss", Locale.ROOT);
        return ", Found key 'Start=" + format.format(key.startsAt().atOffset(ZoneOffset.UTC)) + ", End="
                + format.format(key.endsAt().atOffset(ZoneOffset.UTC)) + "'";
    }

    private synchronized boolean isReplayed(Jwt jwt) {
        Instant now = clock.instant();
        for (Iterator<Instant> ends = seen.values().iterator(); ends.hasNext(); ) {
            if (ends.next().isBefore(now)) {
                ends.remove();
            }
        }
        if (seen.size() >= REPLAYS_MAX) {
            seen.remove(seen.keySet().iterator().next());
        }
        Instant until = Instant.ofEpochSecond(jwt.seconds("exp").orElse(0L)).plus(SKEW);
        String id = jwt.claim("iss").orElse("") + " " + jwt.claim("jti").orElse("");
        return seen.putIfAbsent(id, until) != null;
    }
}
