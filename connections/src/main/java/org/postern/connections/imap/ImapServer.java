package org.postern.connections.imap;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.util.MailLogger;
import org.jspecify.annotations.Nullable;
import org.postern.connections.Connection;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.ConnectionLimits;
import org.postern.connections.Ledger;
import org.postern.connections.MailServer;
import org.postern.connections.wire.RequestNotes;
import org.postern.mail.MailboxId;

/// Opens sessions at one connection's IMAP server, and notes in the ledger what is about to be sent to it.
public final class ImapServer {
    private final Connection connection;
    private final MailServer server;
    private final ImapSignIn signIn;
    private final SSLSocketFactory sockets;
    private final ConnectionLimits limits;
    private final RequestNotes notes;
    private final Supplier<UUID> ids;
    private final String actor;

    /// @param tls null for the JDK's own settings
    public ImapServer(
            Connection connection,
            MailServer server,
            ImapSignIn signIn,
            @Nullable SSLContext tls,
            ConnectionLimits limits,
            Ledger ledger,
            Supplier<UUID> ids,
            AtomicLong requests) {
        this.connection = connection;
        this.server = server;
        this.signIn = signIn;
        this.sockets = tls == null ? (SSLSocketFactory) SSLSocketFactory.getDefault() : tls.getSocketFactory();
        this.limits = limits;
        this.ids = ids;
        this.actor = connection.function().name().toLowerCase(Locale.ROOT);
        this.notes = new RequestNotes(ledger, actor, requests);
    }

    ConnectionLimits limits() {
        return limits;
    }

    String authority() {
        return server.address().getAuthority();
    }

    /// A session that is signed in as the mailbox.
    ImapSession open(MailboxId mailbox) throws IOException, InterruptedException {
        TlsSocket socket = new TlsSocket(
                sockets,
                server.address().getHost(),
                millis(limits.connectTimeout().multipliedBy(2)),
                millis(limits.stallTimeout()));
        note("session.open:1", mailbox);
        IMAPProtocol protocol = connect(socket);
        try {
            socket.guard().allow(1 << 20, 64 << 10);
            signIn(protocol, mailbox);
            protocol.capability();
            if (protocol.hasCapability("QRESYNC")) {
                protocol.enable("QRESYNC");
            }
            return new ImapSession(this, protocol, socket.guard(), mailbox);
        } catch (ProtocolException e) {
            protocol.disconnect();
            throw refused(mailbox, e);
        } catch (IOException | InterruptedException | RuntimeException e) {
            protocol.disconnect();
            throw e;
        }
    }

    private IMAPProtocol connect(TlsSocket socket) throws IOException {
        Properties properties = new Properties();
        properties.put("mail.imap.socketFactory", new OneSocket(socket));
        properties.put("mail.imap.socketFactory.fallback", "false");
        properties.put("mail.imap.connectiontimeout", Integer.toString(millis(limits.connectTimeout())));
        try {
            return new IMAPProtocol(
                    "imap",
                    server.address().getHost(),
                    server.imapPort(),
                    properties,
                    false, // The socket speaks TLS by itself.
                    new MailLogger(ImapServer.class, "imap", false, System.err));
        } catch (ProtocolException e) {
            throw new IOException("the server's greeting is none of IMAP: " + e.getMessage(), e);
        }
    }

    private static int millis(Duration duration) {
        return Math.clamp(duration.toMillis(), 1, Integer.MAX_VALUE);
    }

    private void signIn(IMAPProtocol protocol, MailboxId mailbox)
            throws ProtocolException, IOException, InterruptedException {
        switch (signIn) {
            case ImapSignIn.Token(var tokens) ->
                protocol.authoauth2(mailbox.value(), tokens.current().value());
            case ImapSignIn.Password(@Nullable String account, var password) -> {
                char[] secret = password.get();
                boolean own = account == null || account.equalsIgnoreCase(mailbox.value());
                try {
                    protocol.authplain(own ? "" : mailbox.value(), own ? mailbox.value() : account, new String(secret));
                } finally {
                    Arrays.fill(secret, '\0');
                }
            }
            case ImapSignIn.Certificate() -> external(protocol, mailbox);
        }
    }

    /// RFC 4959: the mailbox goes with the command itself.
    private static void external(IMAPProtocol protocol, MailboxId mailbox) throws ProtocolException {
        String whom = Base64.getEncoder().encodeToString(mailbox.value().getBytes(StandardCharsets.UTF_8));
        Response[] responses = protocol.command("AUTHENTICATE EXTERNAL " + whom, null);
        protocol.handleResult(responses[responses.length - 1]);
    }

    private ConnectionException refused(MailboxId mailbox, ProtocolException e) throws IOException {
        Response response = e.getResponse();
        if (response == null || response.isBYE() || !(response.isNO() || response.isBAD())) {
            throw new IOException("the server broke off while a session was being opened: " + e.getMessage(), e);
        }
        Refusal refusal = new Refusal(String.valueOf(response.getRest()));
        if (refusal.passing()) {
            throw new IOException("the server takes no session now: " + refusal.text(), e);
        }
        return new ConnectionException(Kind.PERMANENT, advice(mailbox, refusal), e);
    }

    private String advice(MailboxId mailbox, Refusal refusal) {
        String what = "The server " + authority() + " does not let Postern into mailbox " + mailbox + " ("
                + refusal.text() + "). ";
        return what
                + switch (signIn) {
                    case ImapSignIn.Token _ ->
                        "Check that the application has the role IMAP.AccessAsApp, is registered as a service principal"
                                + " in Exchange, and may open this mailbox.";
                    case ImapSignIn.Password(@Nullable String account, var _) ->
                        account == null
                                ? "Check the mailbox's password, and that IMAP is on for it."
                                : "Check the password of " + account + ", and that it is a master user who may act for"
                                        + " this mailbox.";
                    case ImapSignIn.Certificate _ ->
                        "The server's administrator trusts the certificate " + connection.thumbprint()
                                + " and lets it act for this mailbox (SASL EXTERNAL).";
                };
    }

    /// Notes in the ledger what is about to be sent.
    ///
    /// @param operation its kind and how many things it asks for, such as `message.bytes:12`
    long note(String operation, MailboxId mailbox) {
        Map<String, String> note = new TreeMap<>();
        note.put("method", "IMAP");
        note.put("host", authority());
        note.put("operations", operation);
        note.put("mailboxes", mailbox.value() + ":1");
        note.put("id", ids.get().toString());
        return notes.request(note);
    }

    void noteAnswer(long request, String status) throws IOException {
        notes.answer(request, status);
    }

    /// Gives out the one socket that was made for a session.
    private static final class OneSocket extends SocketFactory {
        private final TlsSocket socket;

        OneSocket(TlsSocket socket) {
            this.socket = socket;
        }

        @Override
        public Socket createSocket() {
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException("only unconnected sockets");
        }

        @Override
        public Socket createSocket(String host, int port, java.net.InetAddress local, int localPort) {
            throw new UnsupportedOperationException("only unconnected sockets");
        }

        @Override
        public Socket createSocket(java.net.InetAddress host, int port) {
            throw new UnsupportedOperationException("only unconnected sockets");
        }

        @Override
        public Socket createSocket(java.net.InetAddress host, int port, java.net.InetAddress local, int localPort) {
            throw new UnsupportedOperationException("only unconnected sockets");
        }
    }
}
