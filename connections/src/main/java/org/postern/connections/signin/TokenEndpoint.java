package org.postern.connections.signin;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postern.connections.Connection;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.Ledger;
import org.postern.connections.keys.HeldKey;
import org.postern.connections.wire.Answer;
import org.postern.connections.wire.Wire;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks Entra for one token with one connection's key; the request is in the ledger before it is sent.
public final class TokenEndpoint {
    private static final int MAX_ANSWER = 256 << 10;
    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private final Connection connection;
    private final Supplier<HeldKey> keys;
    private final Wire wire;
    private final Ledger ledger;
    private final Clock clock;
    private final Supplier<UUID> ids;
    private final AtomicLong requests;
    private final JsonMapper json = new JsonMapper();

    /// @param keys opens the connection's key, for one signature
    /// @param requests counts what is sent
    public TokenEndpoint(
            Connection connection,
            Supplier<HeldKey> keys,
            Wire wire,
            Ledger ledger,
            Clock clock,
            Supplier<UUID> ids,
            AtomicLong requests) {
        this.connection = connection;
        this.keys = keys;
        this.wire = wire;
        this.ledger = ledger;
        this.clock = clock;
        this.ids = ids;
        this.requests = requests;
    }

    /// Asks once.
    ///
    /// @param claims what the service demands of the new token (continuous access evaluation), as JSON
    SignIn ask(@Nullable String claims) throws IOException, InterruptedException {
        String clientId = connection
                .clientId()
                .orElseThrow(() -> new ConnectionException(
                        Kind.PERMANENT,
                        "The " + connection.function() + " connection of " + connection.tenant()
                                + " has no client id yet. Run the kit's script in the customer's tenant and register the"
                                + " client id that it prints."));
        URI endpoint = endpoint();
        HeldKey key = keys.get();
        String id = ids.get().toString();
        String form = form(Assertion.sign(key, clientId, endpoint, ids.get(), clock.instant()), clientId, claims);
        ledger.append("token.requested", actor(), requested(clientId, key, id));
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .header("client-request-id", id)
                .POST(HttpRequest.BodyPublishers.ofString(form));
        requests.incrementAndGet();
        try (Answer answer = wire.send(request, MAX_ANSWER)) {
            SignIn outcome = read(answer);
            note(outcome, id);
            return outcome;
        }
    }

    private URI endpoint() {
        return connection.cloud().login().resolve("/" + connection.directoryTenant() + "/oauth2/v2.0/token");
    }

    private String actor() {
        return connection.function().name().toLowerCase(Locale.ROOT);
    }

    private Map<String, String> requested(String clientId, HeldKey key, String id) {
        return Map.of(
                "host",
                connection.cloud().login().getAuthority(),
                "client",
                clientId,
                "key",
                key.thumbprintHex(),
                "id",
                id);
    }

    private void note(SignIn outcome, String id) {
        switch (outcome) {
            case SignIn.Granted(AccessToken token) ->
                ledger.append("token.received", actor(), Map.of("id", id, "uti", token.identifier()));
            case SignIn.Refused(SignInFault fault) ->
                ledger.append("token.refused", actor(), Map.of("id", id, "code", fault.code()));
        }
    }

    private String form(String assertion, String clientId, @Nullable String claims) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("client_id", clientId);
        fields.put("scope", connection.tokenScope().toString());
        fields.put("grant_type", "client_credentials");
        fields.put("client_assertion_type", ASSERTION_TYPE);
        fields.put("client_assertion", assertion);
        if (claims != null) {
            fields.put("claims", claims);
        }
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private SignIn read(Answer answer) throws IOException {
        JsonNode body;
        try {
            body = json.readTree(answer.bytes());
        } catch (JacksonException e) {
            body = json.createObjectNode();
        }
        String token = body.path("access_token").asString("");
        if (answer.status() == 200 && !token.isEmpty()) {
            return new SignIn.Granted(granted(token, body.path("expires_in").asLong(3599)));
        }
        return new SignIn.Refused(SignInFault.of(
                answer.status(),
                body.path("error").asString(""),
                body.path("error_description").asString(""),
                clockHint(answer)));
    }

    private AccessToken granted(String token, long lifeSeconds) {
        Duration life = Duration.ofSeconds(Math.clamp(lifeSeconds, 30, 86_400));
        Duration margin = life.dividedBy(10); // Of an hour, six minutes.
        JsonNode claims = payload(token);
        Set<String> roles = new HashSet<>();
        claims.path("roles").forEach(role -> roles.add(role.asString("")));
        Instant refreshAt = clock.instant().plus(life).minus(margin);
        return new AccessToken(token, refreshAt, roles, claims.path("uti").asString(""));
    }

    /// The claims of our own token: Microsoft calls it opaque, so whatever cannot be read there is just not known.
    private JsonNode payload(String token) {
        String[] parts = token.split("\\.", 4);
        try {
            return json.readTree(Base64.getUrlDecoder().decode(parts.length == 3 ? parts[1] : ""));
        } catch (IllegalArgumentException | JacksonException e) {
            return json.createObjectNode();
        }
    }

    private String clockHint(Answer answer) {
        String date = answer.header("Date").orElse("");
        try {
            Instant theirs = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration ahead = Duration.between(theirs, clock.instant());
            boolean close = ahead.abs().compareTo(Duration.ofMinutes(2)) < 0;
            return close
                    ? ""
                    : "this machine's clock is " + ahead.abs().toMinutes() + " minutes "
                            + (ahead.isNegative() ? "behind" : "ahead of") + " the service's";
        } catch (DateTimeException e) {
            return "";
        }
    }
}
