package org.postern.connections.graph;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postern.connections.Connection;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.Ledger;
import org.postern.connections.signin.AccessToken;
import org.postern.connections.signin.TokenSource;
import org.postern.connections.wire.Answer;
import org.postern.connections.wire.RequestNotes;
import org.postern.connections.wire.Wire;

/// Carries one HTTP request to Graph with the connection's token, and notes it in the ledger before it goes.
public final class Courier {
    /// Paths are below this version of the API.
    static final String VERSION = "/v1.0";

    static final String BETA = "/beta";

    private static final Pattern CLAIMS = Pattern.compile("claims=\"([A-Za-z0-9+/=_-]{1,8192})\"");

    private final Connection connection;
    private final TokenSource tokens;
    private final Wire wire;
    private final RequestNotes notes;
    private final Supplier<UUID> ids;
    private final String actor;

    public Courier(
            Connection connection,
            TokenSource tokens,
            Wire wire,
            Ledger ledger,
            Supplier<UUID> ids,
            AtomicLong requests) {
        this.connection = connection;
        this.tokens = tokens;
        this.wire = wire;
        this.ids = ids;
        this.actor = connection.function().name().toLowerCase(Locale.ROOT);
        this.notes = new RequestNotes(ledger, actor, requests);
    }

    /// One request.
    ///
    /// @param path below the version
    /// @param note what the ledger should say of it beside method, host and request id
    @SuppressWarnings("ArrayRecordComponent") // Sent as it is and never compared.
    record Parcel(
            String method,
            String path,
            byte @Nullable [] body,
            String contentType,
            Map<String, String> headers,
            Map<String, String> note,
            long maxAnswerBytes) {}

    /// Sends it; a token that was refused is renewed once. The caller closes the answer.
    Answer send(Parcel parcel) throws IOException, InterruptedException {
        AccessToken token = tokens.current();
        Answer answer = send(parcel, token);
        if (answer.status() != 401) {
            return answer;
        }
        String challenge = answer.header("WWW-Authenticate").orElse("");
        answer.close();
        answer = send(parcel, tokens.renew(token, claims(challenge)));
        if (answer.status() == 401) {
            answer.close();
            throw new ConnectionException(
                    Kind.PERMANENT,
                    "Graph refuses the token of the " + actor + " connection of " + connection.tenant()
                            + " although it was just given. Check whether the application was disabled or its address"
                            + " is restricted, then test the connection.");
        }
        return answer;
    }

    /// Sends it once, whatever the answer: for calls whose 401 speaks of something else than the token.
    Answer sendOnce(Parcel parcel) throws IOException, InterruptedException {
        return send(parcel, tokens.current());
    }

    private Answer send(Parcel parcel, AccessToken token) throws IOException, InterruptedException {
        String id = ids.get().toString();
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(parcel.path()))
                .method(parcel.method(), publisher(parcel))
                .header("Authorization", "Bearer " + token.value())
                .header("client-request-id", id)
                .header("return-client-request-id", "true");
        parcel.headers().forEach(request::header);
        if (parcel.body() != null) {
            request.header("Content-Type", parcel.contentType());
        }
        Map<String, String> details = new TreeMap<>(parcel.note());
        details.put("method", parcel.method());
        details.put("host", connection.cloud().graph().getAuthority());
        details.put("id", id);
        long number = notes.request(details);
        Answer answer = wire.send(request, parcel.maxAnswerBytes());
        notes.answer(number, answer);
        return answer;
    }

    private URI uri(String path) {
        return URI.create(
                connection.cloud().graph().resolve("/") + versioned(path).substring(1));
    }

    /// The path as it is sent: what exists in beta only says so itself.
    static String versioned(String path) {
        return path.startsWith(BETA + "/") ? path : VERSION + path;
    }

    private static BodyPublisher publisher(Parcel parcel) {
        byte[] body = parcel.body();
        return body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body);
    }

    /// What continuous access evaluation asks of the next token: base64 of JSON, in the challenge.
    private static @Nullable String claims(String challenge) {
        Matcher found = CLAIMS.matcher(challenge);
        if (!found.find()) {
            return null;
        }
        try {
            String plain = found.group(1).replace('-', '+').replace('_', '/');
            return new String(Base64.getDecoder().decode(plain), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null; // Then a plain new token is all that can be asked.
        }
    }
}
