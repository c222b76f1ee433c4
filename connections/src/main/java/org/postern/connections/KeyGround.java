package org.postern.connections;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.postern.connections.Connection.State;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.RollReport.Sample;
import org.postern.connections.graph.ApplicationCredentials;
import org.postern.connections.graph.Courier;
import org.postern.connections.graph.LifeSign;
import org.postern.connections.keys.HeldKey;
import org.postern.connections.roll.RollGround;
import org.postern.connections.roll.RollJournal;
import org.postern.connections.signin.AccessToken;
import org.postern.connections.signin.KeyProof;
import org.postern.connections.signin.SignIn;
import org.postern.connections.signin.TokenSource;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;

/// One connection among those of a directory, as the replacement of its key needs it.
///
/// Once all use of the connection is stopped it changes nothing and asks nothing any more.
final class KeyGround implements RollGround {
    private final FileConnections connections;
    private final ConnectionStore store;
    private final KeyRoom keys;
    private final TenantId tenant;
    private final ConnectionFunction function;
    private final BooleanSupplier inUse;
    private @Nullable MailboxId mailbox;

    KeyGround(
            FileConnections connections,
            ConnectionStore store,
            KeyRoom keys,
            TenantId tenant,
            ConnectionFunction function,
            BooleanSupplier inUse) {
        this.connections = connections;
        this.store = store;
        this.keys = keys;
        this.tenant = tenant;
        this.function = function;
        this.inUse = inUse;
    }

    private void requireInUse() {
        if (!inUse.getAsBoolean()) {
            throw new ConnectionException(
                    Kind.PERMANENT,
                    "All use of the " + ConnectionStore.name(function) + " connection of " + tenant
                            + " was stopped meanwhile.");
        }
    }

    @Override
    public Connection connection() {
        return connections.locked(() -> connections.known(tenant, function));
    }

    @Override
    public void save(Connection changed) {
        connections.locked(() -> {
            requireInUse();
            store.save(changed);
            return true;
        });
    }

    @Override
    public Optional<RollJournal.Kept> journal() {
        return store.journal(tenant, function).read();
    }

    @Override
    public void save(RollJournal.Kept journal) {
        connections.locked(() -> {
            if (inUse.getAsBoolean()) {
                store.journal(tenant, function).save(journal);
            }
            return true;
        });
    }

    @Override
    public void note(String kind, Map<String, String> details) {
        requireInUse();
        connections.note(connection(), kind, details);
    }

    @Override
    public HeldKey make(int number) {
        requireInUse();
        return keys.make(tenant, function, number);
    }

    @Override
    public HeldKey open(ConnectionKey key) {
        requireInUse();
        return keys.open(connection(), key);
    }

    @Override
    public void destroy(ConnectionKey key) {
        keys.destroy(connection(), key);
    }

    @Override
    public SignIn ask(HeldKey key) throws InterruptedException {
        requireInUse();
        return tokens(connection(), key).signIn();
    }

    /// Tokens of a connection, asked for with this key.
    private TokenSource tokens(Connection connection, HeldKey key) {
        return connections.locked(() -> connections.inUse().tokens(connection, () -> key));
    }

    @Override
    public void adopt(AccessToken token) throws InterruptedException {
        requireInUse();
        connections.opened(tenant, function).entraTokens().adopt(token);
    }

    @Override
    public ApplicationCredentials application() {
        requireInUse();
        return credentials(function);
    }

    private ApplicationCredentials credentials(ConnectionFunction of) {
        return new ApplicationCredentials(onGraph(of), connections.clock(), connections.retryBase());
    }

    /// Carries requests to Graph for a connection's application, signed in with the key that signs in at the time.
    private Courier onGraph(ConnectionFunction of) {
        OpenConnection open = connections.opened(tenant, of);
        return connections.locked(() -> {
            Connection connection = connections.known(tenant, of);
            return connection.kind() == ServiceKind.GRAPH
                    ? open.courier()
                    : connections.inUse().onGraph(connection, () -> keys.open(connections.known(tenant, of)));
        });
    }

    @Override
    public Optional<ApplicationCredentials> watcher() {
        boolean another = function != ConnectionFunction.WATCH;
        return connections
                .find(tenant, ConnectionFunction.WATCH)
                .filter(watch -> another && watch.state() == State.ACTIVE)
                .map(_ -> credentials(ConnectionFunction.WATCH));
    }

    @Override
    public String proof(HeldKey key, String objectId) {
        return KeyProof.sign(key, objectId, connections.id(), now());
    }

    /// Mail servers that Entra does not open are opened by other keys and are no part of it.
    @Override
    public List<Sample> look() throws InterruptedException {
        List<Sample> samples = new ArrayList<>();
        for (Connection connection : connections.list(tenant)) {
            boolean looks =
                    connection.isRollable() && connection.clientId().isPresent() && connection.state() != State.CEASED;
            if (looks) {
                samples.add(look(connection));
            }
        }
        return samples;
    }

    private Sample look(Connection connection) throws InterruptedException {
        String name = ConnectionStore.name(connection.function());
        boolean token = false;
        try {
            OpenConnection open = connections.opened(tenant, connection.function());
            open.entraTokens().current();
            token = true;
            if (connection.kind() != ServiceKind.GRAPH) {
                MailProbe.Probed answered = open.probe().lifeSign(mailboxesOf(connection));
                return new Sample(now(), name, true, answered.passed(), answered.detail());
            }
            LifeSign.Seen seen = new LifeSign(open.courier()).look(mailboxFor(connection.function()));
            return new Sample(now(), name, true, seen.good(), seen.detail());
        } catch (ConnectionException e) {
            return new Sample(now(), name, token, false, String.valueOf(e.getMessage()));
        }
    }

    /// Without asking the server for its directory.
    private List<MailReader.RemoteMailbox> mailboxesOf(Connection connection) {
        List<String> addresses = connection
                .server()
                .map(server -> server.account() == null || !server.mailboxes().isEmpty()
                        ? server.mailboxes()
                        : List.of(server.account()))
                .orElse(List.of());
        return addresses.stream()
                .limit(1)
                .map(address -> new MailReader.RemoteMailbox(new MailboxId(address), address, address))
                .toList();
    }

    /// Who may write to mailboxes alone looks into one that the sync connection knows.
    private @Nullable MailboxId mailboxFor(ConnectionFunction of) {
        if (of != ConnectionFunction.REMEDIATE) {
            return null;
        }
        if (mailbox == null) {
            mailbox = connections.mailboxesBesides(tenant, of).stream()
                    .findFirst()
                    .map(MailReader.RemoteMailbox::id)
                    .orElse(null);
        }
        return mailbox;
    }

    @Override
    public SignInCheck signIns(HeldKey fresh, Instant from, Instant removedAt) throws InterruptedException {
        requireInUse();
        try {
            if (connections.find(tenant, ConnectionFunction.WATCH).isPresent()) {
                ask(fresh);
            }
            connections.watch().poll(tenant);
            return connections.watch().signIns(tenant, function, from, removedAt);
        } catch (ConnectionException e) {
            return SignInCheck.unread(
                    "The sign-in log could not be read: " + e.getMessage() + " The next poll of the watch tries again.",
                    from,
                    removedAt,
                    now());
        }
    }

    @Override
    public long requests() {
        return connections.requests(tenant);
    }

    @Override
    public Instant now() {
        return connections.now();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        Thread.sleep(duration);
    }

    @Override
    public String newId() {
        return connections.id().toString();
    }
}
