package org.postern.connections;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.MailReader.RemoteMailbox;
import org.postern.connections.keys.HeldKey;
import org.postern.connections.keys.KeyFile;
import org.postern.connections.keys.KeyMaker;
import org.postern.connections.keys.SecretFile;
import org.postern.connections.ledger.FileLedger;
import org.postern.connections.ledger.Ledgers;
import org.postern.connections.ledger.LogKeys;
import org.postern.connections.watch.FileWatch;
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
    private final ServiceOpener opener;
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
        this.opener = new ServiceOpener(config);
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
            ConnectionStore store = new ConnectionStore(config.directory());
            store.anyKey()
                    .ifPresent(file -> new KeyFile(file, config.passphrase(), config.keyDerivationRounds()).open());
            store.anySecret()
                    .ifPresent(file -> Arrays.fill(
                            new SecretFile(file, config.passphrase(), config.keyDerivationRounds()).open(), '\0'));
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
        return create(tenant, function, now -> {
            HeldKey key = make(tenant, function, now);
            return new Made(
                    Descriptions.withKey(tenant, function, cloud, directoryTenant, Connection.State.CREATED, key), key);
        });
    }

    @Override
    public Connection create(TenantId tenant, ConnectionFunction function, MailServer server, Credential credential) {
        NewServer fresh = new NewServer(tenant, function, server, credential);
        return create(tenant, function, now -> {
            HeldKey key = fresh.needsKey() ? make(tenant, function, now) : null;
            fresh.password().ifPresent(secret -> secretFile(tenant, function).write(secret, config.random()));
            return new Made(fresh.connection(key, now), key);
        });
    }

    /// A connection with its key; null where a password, which is kept already, takes its place.
    private record Made(Connection connection, @Nullable HeldKey key) {}

    private Connection create(TenantId tenant, ConnectionFunction function, Function<Instant, Made> maker) {
        return locked(() -> {
            if (store.find(tenant, function).isPresent()) {
                throw new ConnectionException(
                        Kind.PERMANENT,
                        "Tenant " + tenant + " has a "
                                + ConnectionStore.name(function)
                                + " connection already. Remove it first, or use it.");
            }
            store.prepare(tenant);
            Made made = maker.apply(clock.instant());
            note(made.connection(), "connection.created");
            if (made.key() != null) {
                keyFile(tenant, function).write(made.key(), config.random());
            }
            store.save(made.connection());
            return made.connection();
        });
    }

    private HeldKey make(TenantId tenant, ConnectionFunction function, Instant now) {
        return keys.make("Postern " + ConnectionStore.name(function) + " for " + tenant, now);
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
            Connection known = known(tenant, function);
            if (!known.usesEntra()) {
                throw new ConnectionException(
                        Kind.PERMANENT,
                        "The " + ConnectionStore.name(function) + " connection of " + tenant
                                + " signs in without Entra, so it has no client id. Test it instead.");
            }
            Connection registered = Descriptions.with(known, clientId, Connection.State.REGISTERED);
            note(registered, "connection.registered");
            store.save(registered);
            shut(tenant, function);
            return registered;
        });
    }

    @Override
    public ConnectionCheck check(TenantId tenant, ConnectionFunction function) {
        Connection connection = locked(() -> known(tenant, function));
        note(connection, "connection.tested");
        var run = new CheckRun(
                connection,
                clock,
                keyFile(tenant, function)::open,
                secretFile(tenant, function)::open,
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
        String clientId = tested.registeredClientId();
        boolean unregistered = tested.usesEntra() && clientId == null;
        if (!same || unregistered || tested.state() == Connection.State.ACTIVE) {
            return current; // Changed meanwhile: that test was of another connection.
        }
        Connection active = Descriptions.with(tested, clientId, Connection.State.ACTIVE);
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
        X509Certificate certificate =
                connection.usesKey() ? keyFile(tenant, function).open().certificate() : null;
        MailServer server = connection.mailServer();
        return server == null || (certificate != null && connection.usesEntra())
                ? KitWriter.write(connection, Objects.requireNonNull(certificate))
                : ServerKit.write(connection, server, certificate);
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
        return opened(tenant, ConnectionFunction.SYNC).service().reader();
    }

    @Override
    public MailWriter writer(TenantId tenant) {
        return opened(tenant, ConnectionFunction.REMEDIATE).service().writer();
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
            if (connection.usesEntra() && connection.clientId().isEmpty()) {
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
        ConnectionFunction function = connection.function();
        AtomicLong sent = requests.computeIfAbsent(tenant, _ -> new AtomicLong());
        return opener.open(new ServiceOpener.Wanted(
                connection,
                keyFile(tenant, function)::open,
                secretFile(tenant, function)::open,
                fileLedger(tenant),
                sent));
    }

    private KeyFile keyFile(TenantId tenant, ConnectionFunction function) {
        return new KeyFile(store.keyFile(tenant, function), config.passphrase(), config.keyDerivationRounds());
    }

    private SecretFile secretFile(TenantId tenant, ConnectionFunction function) {
        return new SecretFile(store.secretFile(tenant, function), config.passphrase(), config.keyDerivationRounds());
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
            opener.close();
            ledgers.close();
            directoryLock.close();
            return true;
        });
    }
}
