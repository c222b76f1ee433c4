package org.postern.connections;

import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.MailReader.RemoteMailbox;
import org.postern.connections.graph.Courier;
import org.postern.connections.graph.GraphClient;
import org.postern.connections.graph.GraphMailReader;
import org.postern.connections.graph.GraphMailWriter;
import org.postern.connections.keys.HeldKey;
import org.postern.connections.keys.KeyFile;
import org.postern.connections.keys.KeyMaker;
import org.postern.connections.ledger.FileLedger;
import org.postern.connections.ledger.Ledgers;
import org.postern.connections.ledger.LogKeys;
import org.postern.connections.signin.TokenEndpoint;
import org.postern.connections.signin.TokenSource;
import org.postern.connections.watch.FileWatch;
import org.postern.connections.wire.Wire;
import org.postern.mail.TenantId;

/// The connections kept in one directory, a folder per tenant.
final class FileConnections implements Connections {
    private static final Pattern DIRECTORY_TENANT = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,252})");
    private static final Pattern CLIENT_ID = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
    private static final String ADMINISTRATOR = "administrator";

    private final ConnectionsConfig config;
    private final Clock clock;
    private final KeyMaker keys;
    private final DirectoryLock directoryLock;
    private final ConnectionStore store;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Cloud, Wire> wires = new HashMap<>();
    private final Ledgers ledgers;
    private final Map<TenantId, AtomicLong> requests = new ConcurrentHashMap<>();
    private final Map<TenantId, Map<ConnectionFunction, OpenConnection>> open = new HashMap<>();
    private final Watch watch;

    private FileConnections(ConnectionsConfig config, KeyMaker keys, DirectoryLock directoryLock) {
        this.config = config;
        this.clock = config.clock();
        this.keys = keys;
        this.directoryLock = directoryLock;
        this.store = new ConnectionStore(config.directory());
        LogKeys logKeys = new LogKeys(config.passphrase(), config.keyDerivationRounds(), config.random());
        this.ledgers = new Ledgers(store::ledgerFile, logKeys, config.anchoring(), clock);
        this.watch = new FileWatch(
                new WatchSources(
                        store,
                        this::ledger,
                        this::opened,
                        connection -> keyFile(connection.tenant(), connection.function())
                                .open()),
                clock);
    }

    static FileConnections open(ConnectionsConfig config, KeyMaker keys) {
        DirectoryLock directoryLock = DirectoryLock.take(config.directory());
        try {
            new ConnectionStore(config.directory())
                    .anyKey()
                    .ifPresent(file -> new KeyFile(file, config.passphrase(), config.keyDerivationRounds()).open());
            return new FileConnections(config, keys, directoryLock);
        } catch (RuntimeException e) {
            directoryLock.close();
            throw e;
        }
    }

    @Override
    public Connection create(TenantId tenant, ConnectionFunction function, Cloud cloud, String directoryTenant) {
        if (!DIRECTORY_TENANT.matcher(directoryTenant).matches()) {
            throw new ConnectionException(
                    Kind.PERMANENT,
                    "The directory tenant \"" + directoryTenant
                            + "\" is neither an id nor a domain. Take the tenant id of Entra admin center > Overview.");
        }
        return locked(() -> {
            if (store.find(tenant, function).isPresent()) {
                throw new ConnectionException(
                        Kind.PERMANENT,
                        "Tenant " + tenant + " has a "
                                + ConnectionStore.name(function)
                                + " connection already. Remove it first, or use it.");
            }
            store.prepare(tenant);
            String name = "Postern " + ConnectionStore.name(function) + " for " + tenant;
            Instant now = clock.instant();
            HeldKey key = keys.make(name, now);
            Connection made = new Connection(
                    tenant,
                    function,
                    cloud,
                    directoryTenant,
                    null,
                    Connection.State.CREATED,
                    key.thumbprintHex(),
                    key.certificate().getNotBefore().toInstant(),
                    key.certificate().getNotAfter().toInstant());
            note(made, "connection.created");
            keyFile(tenant, function).write(key, config.random());
            store.save(made);
            return made;
        });
    }

    @Override
    public Connection register(TenantId tenant, ConnectionFunction function, String clientId) {
        if (!CLIENT_ID.matcher(clientId).matches()) {
            throw new ConnectionException(
                    Kind.PERMANENT,
                    "The client id \"" + clientId
                            + "\" is no id of an application. Give the one that the kit's script printed, such as"
                            + " 11111111-2222-3333-4444-555555555555.");
        }
        return locked(() -> {
            Connection registered = with(known(tenant, function), clientId, Connection.State.REGISTERED);
            note(registered, "connection.registered");
            store.save(registered);
            shut(tenant, function);
            return registered;
        });
    }

    private static Connection with(Connection connection, String clientId, Connection.State state) {
        return new Connection(
                connection.tenant(),
                connection.function(),
                connection.cloud(),
                connection.directoryTenant(),
                clientId,
                state,
                connection.thumbprint(),
                connection.certificateFrom(),
                connection.certificateUntil());
    }

    @Override
    public ConnectionCheck check(TenantId tenant, ConnectionFunction function) {
        Connection connection = locked(() -> known(tenant, function));
        note(connection, "connection.tested");
        var run = new CheckRun(connection, clock, keyFile(tenant, function)::open, mailboxesBesides(tenant, function));
        ConnectionCheck check = run.run(() -> opened(tenant, function));
        if (check.passed()) {
            locked(() -> activate(connection));
        }
        return check;
    }

    private Connection activate(Connection tested) {
        Connection current = known(tested.tenant(), tested.function());
        boolean same = current.equals(tested);
        String clientId = tested.registeredClientId();
        if (!same || clientId == null || tested.state() == Connection.State.ACTIVE) {
            return current; // Changed meanwhile: that test was of another connection.
        }
        Connection active = with(tested, clientId, Connection.State.ACTIVE);
        note(active, "connection.activated");
        store.save(active);
        return active;
    }

    /// A function that may not list mailboxes is tested on those that the sync connection sees.
    private List<RemoteMailbox> mailboxesBesides(TenantId tenant, ConnectionFunction function) {
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
        return KitWriter.write(connection, keyFile(tenant, function).open().certificate());
    }

    @Override
    public void remove(TenantId tenant, ConnectionFunction function) {
        locked(() -> {
            note(known(tenant, function), "connection.removed");
            shut(tenant, function);
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
        return opened(tenant, ConnectionFunction.SYNC).reader();
    }

    @Override
    public MailWriter writer(TenantId tenant) {
        return opened(tenant, ConnectionFunction.REMEDIATE).writer();
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
        AtomicLong sent = requests.get(tenant);
        return sent == null ? 0 : sent.get();
    }

    private OpenConnection opened(TenantId tenant, ConnectionFunction function) {
        return locked(() -> {
            Connection connection = known(tenant, function);
            if (connection.clientId().isEmpty()) {
                throw new ConnectionException(
                        Kind.PERMANENT,
                        "The " + ConnectionStore.name(function)
                                + " connection of " + tenant
                                + " is not registered yet. Run the kit's script in the customer's tenant and register the client"
                                + " id that it prints.");
            }
            return open.computeIfAbsent(tenant, _ -> new EnumMap<>(ConnectionFunction.class))
                    .computeIfAbsent(function, _ -> connect(connection));
        });
    }

    private OpenConnection connect(Connection connection) {
        TenantId tenant = connection.tenant();
        Wire wire = wires.computeIfAbsent(connection.cloud(), cloud -> new Wire(cloud, config.limits()));
        FileLedger ledger = fileLedger(tenant);
        AtomicLong sent = requests.computeIfAbsent(tenant, _ -> new AtomicLong());
        var endpoint = new TokenEndpoint(
                connection,
                keyFile(tenant, connection.function())::open,
                wire,
                ledger,
                clock,
                ledger::nextRequestId,
                sent);
        var tokens = new TokenSource(endpoint, clock, config.limits().retryBase());
        var courier = new Courier(connection, tokens, wire, ledger, ledger::nextRequestId, sent);
        var client = new GraphClient(courier, config.limits(), clock, config.random());
        return new OpenConnection(
                connection,
                tokens,
                client,
                new GraphMailReader(client, connection.cloud()),
                new GraphMailWriter(client, connection.cloud()));
    }

    private KeyFile keyFile(TenantId tenant, ConnectionFunction function) {
        return new KeyFile(store.keyFile(tenant, function), config.passphrase(), config.keyDerivationRounds());
    }

    private FileLedger fileLedger(TenantId tenant) {
        return ledgers.of(tenant);
    }

    private Connection known(TenantId tenant, ConnectionFunction function) {
        return store.find(tenant, function)
                .orElseThrow(() ->
                        unknown("Tenant " + tenant + " has no " + ConnectionStore.name(function) + " connection."));
    }

    private static ConnectionException unknown(String what) {
        return new ConnectionException(Kind.PERMANENT, what + " Add it first.");
    }

    private void note(Connection connection, String kind) {
        fileLedger(connection.tenant())
                .append(
                        kind,
                        ADMINISTRATOR,
                        Map.of(
                                "function", ConnectionStore.name(connection.function()),
                                "directory", connection.directoryTenant(),
                                "client", connection.clientId().orElse(""),
                                "key", connection.thumbprint()));
    }

    private void shut(TenantId tenant, ConnectionFunction function) {
        Map<ConnectionFunction, OpenConnection> ofTenant = open.get(tenant);
        OpenConnection shut = ofTenant == null ? null : ofTenant.remove(function);
        if (shut != null) {
            shut.close();
        }
    }

    private <T> T locked(java.util.function.Supplier<T> act) {
        lock.lock();
        try {
            return act.get();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        locked(() -> {
            open.values().forEach(ofTenant -> ofTenant.values().forEach(OpenConnection::close));
            open.clear();
            wires.values().forEach(Wire::close);
            wires.clear();
            ledgers.close();
            directoryLock.close();
            return true;
        });
    }
}
