package org.postern.connections;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.postern.connections.ews.EwsClient;
import org.postern.connections.ews.EwsCourier;
import org.postern.connections.ews.EwsMailService;
import org.postern.connections.ews.EwsSignIn;
import org.postern.connections.graph.Courier;
import org.postern.connections.graph.GraphClient;
import org.postern.connections.graph.GraphMailService;
import org.postern.connections.imap.ImapMailService;
import org.postern.connections.imap.ImapServer;
import org.postern.connections.imap.ImapSignIn;
import org.postern.connections.keys.HeldKey;
import org.postern.connections.ledger.FileLedger;
import org.postern.connections.signin.TokenEndpoint;
import org.postern.connections.signin.TokenSource;
import org.postern.connections.wire.TlsSettings;
import org.postern.connections.wire.Wire;
import org.postern.mail.MailboxId;

/// Opens a connection's mail service, whichever kind it is.
final class ServiceOpener implements AutoCloseable {
    private final ConnectionsConfig config;
    private final Map<Cloud, Wire> wires = new HashMap<>();

    ServiceOpener(ConnectionsConfig config) {
        this.config = config;
    }

    /// What opens it.
    ///
    /// @param key of the connection, opened for one signature or handshake
    /// @param password of the connection, for the caller to overwrite
    /// @param leave throws where the key may not be used now
    record Wanted(
            Connection connection,
            Supplier<HeldKey> key,
            Supplier<char[]> password,
            Runnable leave,
            FileLedger ledger,
            AtomicLong requests) {}

    OpenConnection open(Wanted wanted) {
        Connection connection = wanted.connection();
        TokenSource tokens = connection.usesEntra() ? tokens(wanted) : null;
        return new OpenConnection(
                tokens,
                connection
                        .server()
                        .map(server -> serve(wanted, server, tokens))
                        .orElseGet(() -> graph(wanted, Objects.requireNonNull(tokens))));
    }

    private MailService serve(Wanted wanted, MailServer server, @Nullable TokenSource tokens) {
        return switch (server.kind()) {
            case EWS -> ews(wanted, server, tokens);
            case IMAP -> imap(wanted, server, tokens);
            case GRAPH -> graph(wanted, Objects.requireNonNull(tokens));
        };
    }

    /// Carries requests to Graph in the name of a connection's application.
    Courier courier(Wanted wanted, TokenSource tokens) {
        return new Courier(
                wanted.connection(),
                tokens,
                wire(wanted.connection().cloud()),
                wanted.ledger(),
                wanted.ledger()::nextRequestId,
                wanted.requests());
    }

    private MailService graph(Wanted wanted, TokenSource tokens) {
        Cloud cloud = wanted.connection().cloud();
        Courier courier = courier(wanted, tokens);
        return new GraphMailService(
                courier, new GraphClient(courier, config.limits(), config.clock(), config.random()), cloud);
    }

    private MailService ews(Wanted wanted, MailServer server, @Nullable TokenSource tokens) {
        String account = server.account() == null ? "" : server.account();
        EwsSignIn signIn = switch (server.method()) {
            case TOKEN -> new EwsSignIn.Token(Objects.requireNonNull(tokens));
            case PASSWORD -> new EwsSignIn.Password(account, wanted.password());
            case CERTIFICATE -> new EwsSignIn.Certificate();
        };
        Wire wire = new Wire(server.address().getHost(), tls(wanted, server), config.limits());
        var courier = new EwsCourier(
                wanted.connection(),
                server,
                signIn,
                wire,
                wanted.ledger(),
                wanted.ledger()::nextRequestId,
                wanted.requests());
        return new EwsMailService(
                new EwsClient(courier, config.limits(), config.clock(), config.random()),
                wire,
                server.mailboxes(),
                server.method() == MailServer.Method.TOKEN && !account.isEmpty() ? new MailboxId(account) : null);
    }

    private MailService imap(Wanted wanted, MailServer server, @Nullable TokenSource tokens) {
        ImapSignIn signIn = switch (server.method()) {
            case TOKEN -> new ImapSignIn.Token(Objects.requireNonNull(tokens));
            case PASSWORD -> new ImapSignIn.Password(server.account(), wanted.password());
            case CERTIFICATE -> new ImapSignIn.Certificate();
        };
        var imap = new ImapServer(
                wanted.connection(),
                server,
                signIn,
                tls(wanted, server),
                config.limits(),
                wanted.ledger(),
                wanted.ledger()::nextRequestId,
                wanted.requests());
        return new ImapMailService(imap, server.mailboxes(), config.random());
    }

    /// A certificate that signs in by TLS is held in memory while the connection is open: each handshake needs it.
    private static @Nullable SSLContext tls(Wanted wanted, MailServer server) {
        boolean shown = server.method() == MailServer.Method.CERTIFICATE;
        return TlsSettings.of(server.caPem(), shown ? wanted.key().get() : null);
    }

    /// Tokens of a connection, asked for with whatever key is given at the time.
    TokenSource tokens(Wanted wanted) {
        return tokens(wanted, wanted.ledger(), wanted.ledger()::nextRequestId);
    }

    /// The same, with another ledger to note them in.
    TokenSource tokens(Wanted wanted, Ledger ledger, Supplier<UUID> ids) {
        Wire wire = wire(wanted.connection().cloud());
        var endpoint = new TokenEndpoint(
                wanted.connection(), wanted.key(), wire, ledger, config.clock(), ids, wanted.requests());
        return new TokenSource(endpoint, config.clock(), config.limits().retryBase(), wanted.leave());
    }

    /// Callers hold the lock of [FileConnections].
    private Wire wire(Cloud cloud) {
        return wires.computeIfAbsent(cloud, made -> new Wire(made, config.limits()));
    }

    @Override
    public void close() {
        wires.values().forEach(Wire::close);
        wires.clear();
    }
}
