package org.postern.connections.graph;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.RemoteKey;
import org.postern.connections.flow.RetryAfter;
import org.postern.connections.keys.HeldKey;
import org.postern.connections.wire.Answer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Lists, adds and removes the keys of an application (Graph's keyCredentials, addKey and removeKey).
///
/// Adding and removing need no role: a proof of possession does (see the sign-in package's `KeyProof`). A 401 to such a
/// call speaks of the proof, not of the token, and so never leads to a new token.
public final class ApplicationCredentials {
    private static final int MAX_ANSWER = 4 << 20;
    private static final int TRIES = 5;
    private static final Duration WAIT_MOST = Duration.ofMinutes(2);

    private final Courier courier;
    private final Clock clock;
    private final Duration retryBase;

    public ApplicationCredentials(Courier courier, Clock clock, Duration retryBase) {
        this.courier = courier;
        this.clock = clock;
        this.retryBase = retryBase;
    }

    /// What came of asking for an application's keys.
    public sealed interface Listing {
        record Listed(String objectId, List<RemoteKey> keys) implements Listing {
            public Listed {
                keys = List.copyOf(keys);
            }
        }

        record NotListed(String why) implements Listing {}
    }

    /// What came of adding or removing a key.
    public sealed interface Outcome {
        /// @param keyId Entra's name for the key
        record Done(String keyId) implements Outcome {}

        /// The key that signed the proof is not (or no longer) on the application.
        record ProofRefused(String why) implements Outcome {}

        /// There is no such key, or no such application.
        record Missing(String why) implements Outcome {}

        record Refused(String why) implements Outcome {}

        /// It may have been carried out or not.
        record Uncertain(String why) implements Outcome {}
    }

    /// The keys of the application with this client id, by whoever's token this is.
    public Listing list(String clientId) throws InterruptedException {
        String path = "/applications(appId='" + clientId + "')?$select=id,keyCredentials,passwordCredentials";
        Replied replied = ask("GET", path, () -> null, "application.keys");
        if (replied.status() != 200) {
            return new Listing.NotListed(replied.summary());
        }
        List<RemoteKey> keys = new ArrayList<>();
        replied.json().path("keyCredentials").forEach(key -> keys.add(RemoteKeys.certificate(key)));
        replied.json().path("passwordCredentials").forEach(secret -> keys.add(RemoteKeys.secret(secret)));
        return new Listing.Listed(replied.json().path("id").asString(""), keys);
    }

    /// @param proof makes a fresh one, for each time it is sent
    public Outcome add(String objectId, X509Certificate certificate, String name, Supplier<String> proof)
            throws InterruptedException {
        Replied replied = ask(
                "POST",
                "/applications/" + objectId + "/addKey",
                () -> {
                    ObjectNode body = GraphJson.MAPPER.createObjectNode();
                    body.putObject("keyCredential")
                            .put("type", "AsymmetricX509Cert")
                            .put("usage", "Verify")
                            .put("key", Base64.getEncoder().encodeToString(HeldKey.der(certificate)))
                            .put("displayName", name);
                    body.putNull("passwordCredential");
                    return body.put("proof", proof.get());
                },
                "application.addKey");
        return outcome(replied, replied.json().path("keyId").asString(""));
    }

    public Outcome remove(String objectId, String keyId, Supplier<String> proof) throws InterruptedException {
        Replied replied = ask(
                "POST",
                "/applications/" + objectId + "/removeKey",
                () -> GraphJson.MAPPER.createObjectNode().put("keyId", keyId).put("proof", proof.get()),
                "application.removeKey");
        boolean none = replied.status() == 400 && replied.message().contains("No credentials found");
        return none ? new Outcome.Missing(replied.summary()) : outcome(replied, keyId);
    }

    private static Outcome outcome(Replied replied, String keyId) {
        return switch (replied.status()) {
            case 200, 201, 204 ->
                keyId.isEmpty() ? new Outcome.Uncertain("the answer does not name the key") : new Outcome.Done(keyId);
            case 401 -> new Outcome.ProofRefused(replied.summary());
            case 404 -> new Outcome.Missing(replied.summary());
            case 0, 500, 502, 503, 504 -> new Outcome.Uncertain(replied.summary());
            default -> new Outcome.Refused(replied.summary());
        };
    }

    /// @param status 0 when the answer was lost
    private record Replied(
            int status, JsonNode json, @Nullable Duration pause, String lost) {
        String code() {
            return json.path("error").path("code").asString("");
        }

        String message() {
            return json.path("error").path("message").asString("");
        }

        String summary() {
            if (status == 0) {
                return "the answer was lost: " + lost;
            }
            return "HTTP " + status + (code().isEmpty() ? "" : " " + code());
        }
    }

    private Replied ask(String method, String path, Supplier<@Nullable ObjectNode> body, String name)
            throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Replied replied = send(method, path, body.get(), name);
            boolean refusedUnread = replied.status() == 429 || replied.status() == 503;
            boolean again =
                    refusedUnread || (method.equals("GET") && (replied.status() == 0 || replied.status() > 500));
            if (!again || attempt == TRIES) {
                return replied;
            }
            Duration wait =
                    replied.pause() != null ? replied.pause() : retryBase.multipliedBy(1L << Math.min(attempt, 6));
            Thread.sleep(wait.compareTo(WAIT_MOST) > 0 ? WAIT_MOST : wait);
        }
    }

    private Replied send(String method, String path, @Nullable ObjectNode body, String name)
            throws InterruptedException {
        var parcel = new Courier.Parcel(
                method,
                path,
                body == null ? null : GraphJson.MAPPER.writeValueAsBytes(body),
                "application/json",
                Map.of("Accept", "application/json"),
                Map.of("operations", name + ":1", "path", Courier.VERSION + PathTemplate.of(path)),
                MAX_ANSWER);
        try (Answer answer = method.equals("GET") ? courier.send(parcel) : courier.sendOnce(parcel)) {
            Duration wait = answer.header("Retry-After")
                    .flatMap(value -> RetryAfter.parse(value, clock.instant()))
                    .orElse(null);
            return new Replied(answer.status(), json(answer), wait, "");
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw new ConnectionException(
                    Kind.RETRYABLE, "Graph could not be reached: " + e + ". Check the network, then go on.", e);
        } catch (IOException e) {
            return new Replied(0, GraphJson.MAPPER.createObjectNode(), null, String.valueOf(e.getMessage()));
        }
    }

    private static JsonNode json(Answer answer) throws IOException {
        byte[] body = answer.bytes();
        try {
            return body.length == 0 ? GraphJson.MAPPER.createObjectNode() : GraphJson.MAPPER.readTree(body);
        } catch (JacksonException e) {
            return GraphJson.MAPPER.createObjectNode(); // A gateway's page: the status says enough.
        }
    }
}
