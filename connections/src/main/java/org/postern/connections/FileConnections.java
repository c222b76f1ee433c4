package org.postern.connections;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.MailReader.RemoteMailbox;
import org.postern.connections.keys.HeldKey;
import org.postern.connections.keys.KeyFile;
import org.postern.connections.keys.KeyMaker;
import org.postern.connections.keys.SecretFile;
import org.postern.connections.keys.StretchedPassphrase;
import org.postern.connections.ledger.FileLedger;
import org.postern.connections.ledger.Ledgers;
import org.postern.connections.ledger.LogKeys;
import org.postern.connections.signin.TokenSource;
import org.postern.connections.watch.FileWatch;
import org.postern.mail.TenantId;

/// The connections kept in one directory, a folder per tenant.
final class FileConnections implements Connections {
    private static final String ADMINISTRATOR = "administrator";

    private final ConnectionsConfig config;
    private final Clock clock;
    private final KeyRoom keys;
    private final FileKeys life;
    private final DirectoryLock directoryLock;
    private final ConnectionStore store;
    private final ReentrantLock lock = new ReentrantLock();
    private final Ledgers ledgers;
    private final ConnectionsInUse inUse;
    private final Watch watch;

    private FileConnections(
            ConnectionsConfig config, StretchedPassphrase passphrase, KeyMaker maker, DirectoryLock directoryLock) {
        this.config = config;
        this.clock = config.clock();
        this.keys = new KeyRoom(config, passphrase, maker);
        this.directoryLock = directoryLock;
        this.store = new ConnectionStore(config.directory());
        LogKeys logKeys = new LogKeys(passphrase, config.random());
        this.ledgers = new Ledgers(store::ledgerFile, logKeys, config.anchoring(), this::sender, clock);
        this.inUse = new ConnectionsInUse(config, passphrase, store, ledgers);
        this.watch = new FileWatch(new WatchSources(store, this::ledger, this::opened, keys::open), clock);
        this.life = new FileKeys(this, store, keys, config.rollLimits());
        ledgers.begin(store::mailed);
    }

    static FileConnections open(ConnectionsConfig config, KeyMaker keys) {
        DirectoryLock directoryLock = DirectoryLock.take(config.directory());
        try {
            ConnectionStore store = new ConnectionStore(config.directory());
            var passphrase =
                    new StretchedPassphrase(config.passphrase(), config.keyDerivationRounds(), config.random());
            store.anyKey().ifPresent(file -> new KeyFile(file, passphrase).open());
            store.anySecret().ifPresent(file -> Arrays.fill(new SecretFile(file, passphrase).open(), '\0'));
            return new FileConnections(config, passphrase, keys, directoryLock);
        } catch (RuntimeException e) {
            directoryLock.close();
            throw e;
        }
    }

    @Override
    public Connection create(TenantId tenant, ConnectionFunction function, Cloud cloud, String directoryTenant) {
        Registration.requireDirectory(directoryTenant);
        return create(
                tenant,
                function,
                directoryTenant,
                () -> new Connection(
                        tenant,
                        function,
                        cloud,
                        directoryTenant,
                        null,
                        null,
                        Connection.State.CREATED,
                        List.of(ConnectionKey.made(1, keys.make(tenant, function, 1)))));
    }

    @Override
    public Connection create(TenantId tenant, ConnectionFunction function, MailServer server, Credential credential) {
        NewServer fresh = new NewServer(tenant, function, server, credential);
        return create(tenant, function, fresh.directory(), () -> {
            HeldKey key = fresh.needsKey() ? keys.make(tenant, function, 1) : null;
            fresh.password()
                    .ifPresent(secret -> inUse.secretFile(tenant, function).write(secret, config.random()));
            return fresh.connection(key);
        });
    }

    private Connection create(
            TenantId tenant, ConnectionFunction function, String directory, Supplier<Connection> maker) {
        return locked(() -> {
            if (store.find(tenant, function).isPresent()) {
                throw new ConnectionException(
                        Kind.PERMANENT,
                        "Tenant " + tenant + " has a "
                                + ConnectionStore.name(function)
                                + " connection already. Remove it first, or use it.");
            }
            store.prepare(tenant);
            note(
                    tenant,
                    "connection.created",
                    Map.of("function", ConnectionStore.name(function), "directory", directory));
            Connection made = maker.get();
            if (made.usesKey()) {
                note(made, "key.created", Map.of("number", "1"));
            }
            store.save(made);
            return made;
        });
    }

    @Override
    public Connection register(
            TenantId tenant,
            ConnectionFunction function,
            String clientId,
            @Nullable String objectId,
            @Nullable String keyId) {
        Registration registration = new Registration(clientId, objectId, keyId);
        return locked(() -> {
            Connection before = known(tenant, function);
            Connection registered = registration.applyTo(before);
            note(registered, "connection.registered", Map.of());
            store.save(registered);
            if (!registration.isOf(before)) {
                shut(tenant, function);
            }
            return registered;
        });
    }

    @Override
    public ConnectionCheck check(TenantId tenant, ConnectionFunction function) {
        Connection connection = locked(() -> known(tenant, function));
        note(connection, "connection.tested", Map.of());
        var run = new CheckRun(
                connection,
                clock,
                () -> keys.open(connection),
                inUse.secretFile(tenant, function)::open,
                mailboxesBesides(tenant, function));
        ConnectionCheck check = run.run(() -> opened(tenant, function));
        if (check.passed()) {
            locked(() -> activate(connection));
        }
        return check;
    }

    private Connection activate(Connection tested) {
        Connection current = known(tested.tenant(), tested.function());
        boolean same = current.equals(tested);
        boolean unregistered = tested.usesEntra() && tested.clientId().isEmpty();
        if (!same || unregistered || tested.state() == Connection.State.ACTIVE) {
            return current; // Changed meanwhile: that test was of another connection.
        }
        Connection signing = tested.usesKey() ? tested.with(tested.key().in(ConnectionKey.State.ACTIVE)) : tested;
        Connection active = signing.in(Connection.State.ACTIVE);
        note(active, "connection.activated", Map.of());
        store.save(active);
        return active;
    }

    /// A function that may not list mailboxes is tested on those that the sync connection sees.
    List<RemoteMailbox> mailboxesBesides(TenantId tenant, ConnectionFunction function) {
        boolean usable = function != ConnectionFunction.SYNC
                && find(tenant, ConnectionFunction.SYNC)
                        .filter(sync -> sync.state() == Connection.State.ACTIVE)
                        .isPresent();
        try {
            return usable ? reader(tenant).mailboxes() : List.of();
        } catch (ConnectionException e) {
            return List.of(); // The sync connection's own test says what is wrong with it.
        }
    }

    @Override
    public ConnectKit kit(TenantId tenant, ConnectionFunction function) {
        Connection connection = locked(() -> known(tenant, function));
        X509Certificate certificate = connection.usesKey() ? certificate(tenant, function) : null;
        MailServer server = connection.mailServer();
        return server == null || (certificate != null && connection.usesEntra())
                ? KitWriter.write(connection, Objects.requireNonNull(certificate))
                : ServerKit.write(connection, server, certificate);
    }

    X509Certificate certificate(TenantId tenant, ConnectionFunction function) {
        return keys.open(locked(() -> known(tenant, function))).certificate();
    }

    @Override
    public void remove(TenantId tenant, ConnectionFunction function) {
        locked(() -> {
            Connection doomed = known(tenant, function);
            note(doomed, "connection.removed", Map.of());
            shut(tenant, function);
            doomed.keys().stream().filter(ConnectionKey::usable).forEach(key -> keys.destroy(doomed, key));
            store.remove(tenant, function);
            return true;
        });
    }

    @Override
    public List<Connection> list(TenantId tenant) {
        return locked(() -> store.list(tenant));
    }

    @Override
    public Optional<Connection> find(TenantId tenant, ConnectionFunction function) {
        return locked(() -> store.find(tenant, function));
    }

    @Override
    public MailReader reader(TenantId tenant) {
        return opened(tenant, ConnectionFunction.SYNC).service().reader();
    }

    @Override
    public MailWriter writer(TenantId tenant) {
        return opened(tenant, ConnectionFunction.REMEDIATE).service().writer();
    }

    private MailSender sender(TenantId tenant) {
        return opened(tenant, ConnectionFunction.PROBE).service().sender();
    }

    @Override
    public void beginLedger(TenantId tenant) {
        locked(() -> {
            store.prepare(tenant);
            return fileLedger(tenant);
        });
    }

    @Override
    public Ledger ledger(TenantId tenant) {
        return locked(() -> {
            requireLedger(tenant);
            return fileLedger(tenant);
        });
    }

    @Override
    public Keys keys() {
        return life;
    }

    @Override
    public LedgerEvidence evidence(TenantId tenant) {
        return locked(() -> {
            requireLedger(tenant);
            return ledgers.evidence(tenant);
        });
    }

    private void requireLedger(TenantId tenant) {
        if (!store.knows(tenant)) {
            throw unknown("Tenant " + tenant + " has no connection and so no ledger.");
        }
    }

    @Override
    public Watch watch() {
        return watch;
    }

    @Override
    public long requests(TenantId tenant) {
        return inUse.requests(tenant);
    }

    OpenConnection opened(TenantId tenant, ConnectionFunction function) {
        return locked(() -> {
            Connection connection = known(tenant, function);
            if (connection.usesEntra() && connection.clientId().isEmpty()) {
                throw new ConnectionException(
                        Kind.PERMANENT,
                        "The " + ConnectionStore.name(function)
                                + " connection of " + tenant
                                + " is not registered yet. Run the kit's script in the customer's tenant and register the client"
                                + " id that it prints.");
            }
            if (connection.state() == Connection.State.CEASED) {
                throw new ConnectionException(Kind.PERMANENT, String.join(" ", connection.warnings(clock.instant())));
            }
            return inUse.of(connection, () -> keys.open(known(tenant, function)));
        });
    }

    /// Tokens of a connection, asked for with whatever key is given at the time.
    TokenSource tokens(Connection connection, Supplier<HeldKey> key) {
        return locked(() -> inUse.tokens(connection, key));
    }

    private FileLedger fileLedger(TenantId tenant) {
        return ledgers.of(tenant);
    }

    Connection known(TenantId tenant, ConnectionFunction function) {
        return store.find(tenant, function)
                .orElseThrow(() ->
                        unknown("Tenant " + tenant + " has no " + ConnectionStore.name(function) + " connection."));
    }

    private static ConnectionException unknown(String what) {
        return new ConnectionException(Kind.PERMANENT, what + " Add it first.");
    }

    void note(Connection connection, String kind, Map<String, String> more) {
        Map<String, String> details = new TreeMap<>(more);
        details.put("function", ConnectionStore.name(connection.function()));
        details.put("directory", connection.directoryTenant());
        details.put("client", connection.clientId().orElse(""));
        details.putIfAbsent("key", connection.thumbprint());
        note(connection.tenant(), kind, details);
    }

    private void note(TenantId tenant, String kind, Map<String, String> details) {
        fileLedger(tenant).append(kind, ADMINISTRATOR, details);
    }

    /// Clients in use get no token from now on, and whoever waits is told why.
    void cease(Connection connection, String why) {
        inUse.take(connection.tenant(), connection.function()).ifPresent(open -> open.cease(why));
    }

    Instant now() {
        return clock.instant();
    }

    Clock clock() {
        return clock;
    }

    Duration retryBase() {
        return config.limits().retryBase();
    }

    private void shut(TenantId tenant, ConnectionFunction function) {
        inUse.take(tenant, function).ifPresent(OpenConnection::close);
    }

    /// RFC 9562 §5.4, from the configured randomness.
    UUID id() {
        long high = (config.random().nextLong() & ~0xF000L) | 0x4000L;
        long low = (config.random().nextLong() & ~(3L << 62)) | (1L << 63);
        return new UUID(high, low);
    }

    <T> T locked(Supplier<T> act) {
        lock.lock();
        try {
            return act.get();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        ledgers.stop(); // Not under the lock, for which a mail may wait.
        locked(() -> {
            inUse.close();
            ledgers.close();
            keys.close();
            directoryLock.close();
            return true;
        });
    }
}
