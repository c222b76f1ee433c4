package org.postern.connections.ews;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.postern.connections.Connection;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.Ledger;
import org.postern.connections.MailServer;
import org.postern.connections.signin.AccessToken;
import org.postern.connections.signin.TokenSource;
import org.postern.connections.wire.Answer;
import org.postern.connections.wire.RequestNotes;
import org.postern.connections.wire.Wire;

/// Carries one HTTP request to the server's EWS address, signed in, and notes it in the ledger before it goes.
public final class EwsCourier {
    private final Connection connection;
    private final MailServer server;
    private final EwsSignIn signIn;
    private final Wire wire;
    private final RequestNotes notes;
    private final Supplier<UUID> ids;
    private final String actor;

    public EwsCourier(
            Connection connection,
            MailServer server,
            EwsSignIn signIn,
            Wire wire,
            Ledger ledger,
            Supplier<UUID> ids,
            AtomicLong requests) {
        this.connection = connection;
        this.server = server;
        this.signIn = signIn;
        this.wire = wire;
        this.ids = ids;
        this.actor = connection.function().name().toLowerCase(Locale.ROOT);
        this.notes = new RequestNotes(ledger, actor, requests);
    }

    URI address() {
        return server.address();
    }

    /// How a request goes to the wire.
    private interface Sending {
        Answer send(HttpRequest.Builder http) throws IOException, InterruptedException;
    }

    /// Sends it; a token that was refused is renewed once. The caller closes the answer.
    Answer send(EwsRequest request, long maxAnswerBytes) throws IOException, InterruptedException {
        return signedIn(request, http -> wire.send(http, maxAnswerBytes));
    }

    /// As [#send], for an answer that arrives over many minutes.
    Answer hang(EwsRequest request, long maxAnswerBytes) throws IOException, InterruptedException {
        return signedIn(request, http -> wire.hang(http, maxAnswerBytes));
    }

    private Answer signedIn(EwsRequest request, Sending sending) throws IOException, InterruptedException {
        return switch (signIn) {
            case EwsSignIn.Token(TokenSource tokens) -> withToken(request, tokens, sending);
            case EwsSignIn.Password password -> once(request, Optional.of(password.header()), sending);
            case EwsSignIn.Certificate() -> once(request, Optional.empty(), sending);
        };
    }

    private Answer withToken(EwsRequest request, TokenSource tokens, Sending sending)
            throws IOException, InterruptedException {
        AccessToken token = tokens.current();
        Answer answer = send(request, Optional.of("Bearer " + token.value()), sending);
        if (answer.status() != 401) {
            return answer;
        }
        answer.close();
        return once(request, Optional.of("Bearer " + tokens.renew(token, null).value()), sending);
    }

    private Answer once(EwsRequest request, Optional<String> authorization, Sending sending)
            throws IOException, InterruptedException {
        Answer answer = send(request, authorization, sending);
        if (answer.status() == 401) {
            answer.close();
            throw new ConnectionException(Kind.PERMANENT, refusal());
        }
        return answer;
    }

    private String refusal() {
        String who = "The server " + server.address().getAuthority() + " refuses ";
        return switch (signIn) {
            case EwsSignIn.Token _ ->
                who + "the token of the " + actor + " connection of " + connection.tenant()
                        + " although it was just given. Check that the application has the role full_access_as_app and"
                        + " that the server takes tokens, then test the connection.";
            case EwsSignIn.Password(String account, var _) ->
                who + "the account " + account
                        + " with its password (HTTP 401). Check the password, that the account is"
                        + " not locked, and that Basic authentication is on for the EWS virtual directory.";
            case EwsSignIn.Certificate _ ->
                who + "the certificate " + connection.thumbprint()
                        + " (HTTP 401). The server's administrator maps it to"
                        + " an account, and has the EWS virtual directory ask for client certificates.";
        };
    }

    private Answer send(EwsRequest request, Optional<String> authorization, Sending sending)
            throws IOException, InterruptedException {
        String id = ids.get().toString();
        HttpRequest.Builder http = HttpRequest.newBuilder(server.address())
                .POST(BodyPublishers.ofByteArray(request.envelope()))
                .header("Content-Type", "text/xml; charset=utf-8")
                .header("Accept", "text/xml")
                .header("client-request-id", id)
                .header("return-client-request-id", "true");
        authorization.ifPresent(value -> http.header("Authorization", value));
        request.headers().forEach(http::header);
        if (request.mailbox() != null) {
            http.header("X-AnchorMailbox", request.mailbox().value());
        }
        long number = notes.request(note(request, id));
        Answer answer = sending.send(http);
        notes.answer(number, answer);
        return answer;
    }

    private Map<String, String> note(EwsRequest request, String id) {
        Map<String, String> note = new TreeMap<>();
        note.put("method", "POST");
        note.put("host", server.address().getAuthority());
        note.put("path", server.address().getPath());
        note.put("operations", request.name() + ":" + request.count());
        note.put("mailboxes", request.mailbox() == null ? "" : request.mailbox().value() + ":" + request.count());
        note.put("id", id);
        return note;
    }
}
