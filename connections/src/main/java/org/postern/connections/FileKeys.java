package org.postern.connections;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.keys.HeldKey;
import org.postern.connections.keys.KeySlot;
import org.postern.connections.roll.Roll;
import org.postern.connections.roll.RollJournal;
import org.postern.connections.roll.RollReports;
import org.postern.connections.signin.AccessToken;
import org.postern.connections.signin.SignIn;
import org.postern.connections.signin.SignInFault;
import org.postern.mail.TenantId;

/// [Keys] over the connections of one directory.
final class FileKeys implements Keys {
    /// So long after a removal the sign-in log is read again, until it is complete to well beyond the removal.
    private static final Duration LOG_AWAITED = Duration.ofDays(7);

    private static final Duration READ_BEYOND = Duration.ofHours(1);

    private final FileConnections connections;
    private final ConnectionStore store;
    private final KeyRoom keys;
    private final RollLimits limits;
    private final OwnCredentials credentials;
    private final Set<KeySlot> rolling = ConcurrentHashMap.newKeySet();
    private final Map<KeySlot, Integer> ceased = new ConcurrentHashMap<>();

    FileKeys(FileConnections connections, ConnectionStore store, KeyRoom keys, RollLimits limits) {
        this.connections = connections;
        this.store = store;
        this.keys = keys;
        this.limits = limits;
        this.credentials = new OwnCredentials(connections, store, keys);
    }

    @Override
    public RollReport roll(TenantId tenant, ConnectionFunction function, RollOrder order, Consumer<String> progress)
            throws InterruptedException {
        Connection connection = connections.locked(() -> connections.known(tenant, function));
        if (!connection.isRollable()) {
            throw new ConnectionException(Kind.PERMANENT, notRollable(connection));
        }
        KeySlot place = place(connection);
        if (!rolling.add(place)) {
            throw new ConnectionException(
                    Kind.RETRYABLE,
                    "The key of the " + ConnectionStore.name(function) + " connection of " + tenant
                            + " is being replaced already. Wait for that to end.");
        }
        try {
            return mandated(connection, order, progress);
        } finally {
            rolling.remove(place);
        }
    }

    /// Whichever key is replaced, the write key is among those by which mail is seen to flow meanwhile.
    private RollReport mandated(Connection connection, RollOrder order, Consumer<String> progress)
            throws InterruptedException {
        if (connections.find(connection.tenant(), ConnectionFunction.REMEDIATE).isEmpty()) {
            return roll(connection, order, progress);
        }
        try (Mandates.Leave _ = connections.mandates.forKeys(connection)) {
            return roll(connection, order, progress);
        }
    }

    private static String notRollable(Connection connection) {
        if (connection.function() == ConnectionFunction.CANARY) {
            return "The canary's key is never used, so it is not rolled either: remove the canary and add it anew.";
        }
        String function = ConnectionStore.name(connection.function());
        String what = "The " + function + " connection of " + connection.tenant() + " signs in to "
                + connection.directoryTenant();
        String tenant = " --tenant " + connection.tenant();
        return connection.usesKey()
                ? what
                        + " by a TLS certificate, which its administrator maps to an account; Postern cannot change that."
                        + " Make a new one (postern connection certificate " + function + tenant
                        + "), have it mapped in place of the old one, then take it into use (the same with --switch)."
                : what + " as " + accountOf(connection)
                        + " with a password, which Postern cannot change there. Have its"
                        + " administrator set a new one and end the account's sessions, then tell it: postern connection"
                        + " password " + function + tenant + ".";
    }

    private static String accountOf(Connection connection) {
        return connection.server().map(MailServer::account).orElse("the mailbox itself");
    }

    @Override
    public Connection replacePassword(TenantId tenant, ConnectionFunction function, char[] password) {
        return credentials.replacePassword(tenant, function, password);
    }

    @Override
    public ConnectKit nextCertificate(TenantId tenant, ConnectionFunction function) {
        return credentials.nextCertificate(tenant, function);
    }

    @Override
    public Connection switchCertificate(TenantId tenant, ConnectionFunction function) {
        return credentials.switchCertificate(tenant, function);
    }

    private static KeySlot place(Connection connection) {
        return new KeySlot(connection.tenant(), connection.function(), 1);
    }

    private RollReport roll(Connection connection, RollOrder order, Consumer<String> progress)
            throws InterruptedException {
        Optional<RollJournal.Kept> before =
                store.journal(connection.tenant(), connection.function()).read();
        boolean doneBefore = before.filter(kept -> Roll.sameOrder(kept, order)).isPresent();
        RollJournal.Kept kept = Roll.run(ground(connection), limits, order, progress);
        RollReport report = report(kept, connection.tenant(), connection.function());
        if (report.outcome() == RollReport.Outcome.DONE && order.reason() == RollOrder.Reason.REESTABLISH) {
            connections
                    .watch()
                    .resolve(
                            connection.tenant(), connection.function(), "its keys were replaced (" + report.id() + ")");
        }
        return doneBefore ? RollReports.doneBefore(report) : report;
    }

    /// What a replacement of this connection's key stands on.
    KeyGround ground(Connection connection) {
        int generation = ceased.getOrDefault(place(connection), 0);
        return new KeyGround(
                connections,
                store,
                keys,
                connection.tenant(),
                connection.function(),
                () -> ceased.getOrDefault(place(connection), 0) == generation);
    }

    @Override
    public Optional<RollReport> report(TenantId tenant, ConnectionFunction function) {
        return connections
                .locked(() -> store.find(tenant, function))
                .flatMap(_ -> store.journal(tenant, function).read())
                .map(kept -> report(kept, tenant, function));
    }

    private RollReport report(RollJournal.Kept kept, TenantId tenant, ConnectionFunction function) {
        Connection connection = connections.locked(() -> connections.known(tenant, function));
        boolean needsScript = RollReports.needsScript(kept);
        String pem = needsScript
                ? connection
                        .key(kept.newNumber())
                        .filter(ConnectionKey::usable)
                        .map(key -> HeldKey.pem(keys.open(connection, key).certificate()))
                        .orElse("")
                : "";
        return RollReports.of(kept, connection, pem.isEmpty() ? null : KitWriter.replacement(connection, pem));
    }

    @Override
    public Instant rehearse(TenantId tenant, ConnectionFunction function, String drill) throws InterruptedException {
        Connection connection = connections.locked(() -> connections.known(tenant, function));
        if (!connection.isRollable() || connection.state() != Connection.State.ACTIVE) {
            throw new ConnectionException(
                    Kind.PERMANENT,
                    "The " + ConnectionStore.name(function) + " connection of " + tenant
                            + " is no active one whose key Postern can replace, so it cannot be drilled. Check it first, or"
                            + " drill another.");
        }
        if (function != ConnectionFunction.REMEDIATE) {
            return rehearse(connection, drill);
        }
        try (Mandates.Leave _ = connections.mandates.forKeys(connection)) {
            return rehearse(connection, drill);
        }
    }

    private Instant rehearse(Connection connection, String drill) throws InterruptedException {
        connections.note(connection, "drill.signing-in", Map.of("drill", drill));
        Instant at = connections.now();
        SignIn outcome = connections
                .locked(() -> connections.inUse().thief(connection, () -> keys.open(connection), connections::id))
                .signIn();
        return switch (outcome) {
            case SignIn.Granted(AccessToken token) -> {
                connections.note(connection, "drill.used", Map.of("drill", drill, "uti", token.identifier()));
                yield at;
            }
            case SignIn.Refused(SignInFault fault) ->
                throw new ConnectionException(Kind.PERMANENT, "The drill's sign-in was refused. " + fault.sentence());
        };
    }

    @Override
    public Connection cease(TenantId tenant, ConnectionFunction function, String because) {
        return connections.locked(() -> {
            Connection connection = connections.known(tenant, function);
            connections.note(connection, "connection.ceased", Map.of("because", because));
            ceased.merge(place(connection), 1, Integer::sum);
            connections.cease(
                    connection,
                    "All use of the " + ConnectionStore.name(function) + " connection of " + tenant
                            + " was stopped by an administrator. Re-establish it (postern connection reestablish) when"
                            + " that is settled.");
            Connection stopped = connection.in(Connection.State.CEASED);
            for (ConnectionKey key : connection.keys()) {
                stopped = stopped.with(key.in(ConnectionKey.State.REVOKED));
            }
            store.save(stopped);
            connection.keys().stream().filter(ConnectionKey::usable).forEach(key -> keys.destroy(connection, key));
            store.destroySecret(tenant, function);
            abandon(tenant, function);
            return stopped;
        });
    }

    /// The tenant's sign-in log was read: what it had not told yet when a connection was re-established may be there
    /// now.
    void polled(TenantId tenant) {
        for (ConnectionFunction function : ConnectionFunction.values()) {
            try {
                store.journal(tenant, function)
                        .read()
                        .filter(this::awaitsLog)
                        .ifPresent(kept -> readAgain(kept, tenant, function));
            } catch (ConnectionException e) {
                // The poll itself went well and its alarms count; the next one tries this again.
            }
        }
    }

    private boolean awaitsLog(RollJournal.Kept kept) {
        SignInCheck check = kept.signIns();
        if (!kept.ended()
                || check == null
                || check.removedAt().plus(LOG_AWAITED).isBefore(connections.now())) {
            return false;
        }
        Instant until = check.completeUntil();
        return until == null || until.isBefore(check.removedAt().plus(READ_BEYOND));
    }

    private void readAgain(RollJournal.Kept kept, TenantId tenant, ConnectionFunction function) {
        SignInCheck before = Objects.requireNonNull(kept.signIns());
        SignInCheck check = connections.watch().signIns(tenant, function, before.from(), before.removedAt());
        connections.locked(() -> {
            var journal = store.journal(tenant, function);
            journal.read()
                    .filter(now -> now.id().equals(kept.id()) && now.ended())
                    .ifPresent(now -> journal.save(RollJournal.readAgain(now, check)));
            return true;
        });
    }

    private void abandon(TenantId tenant, ConnectionFunction function) {
        var journal = store.journal(tenant, function);
        journal.read()
                .filter(kept -> !kept.ended())
                .ifPresent(kept -> journal.save(RollJournal.abandoned(kept, connections.now())));
    }

    @Override
    public List<ConnectionFunction> resumable(TenantId tenant) {
        Instant now = connections.now();
        return Arrays.stream(ConnectionFunction.values())
                .filter(function -> connections.find(tenant, function).isPresent())
                .filter(function -> store.journal(tenant, function)
                        .read()
                        .filter(kept -> kept.resumableAt(now))
                        .isPresent())
                .toList();
    }
}
