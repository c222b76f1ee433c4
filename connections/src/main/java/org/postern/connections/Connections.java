package org.postern.connections;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.connections.keys.RsaKeyMaker;
import org.postern.mail.TenantId;

/// The façade of this module: every tenant's connections, their keys, and the clients that use them.
public interface Connections extends AutoCloseable {
    /// Opens the connections kept in a directory; refused while another process has it open, and when the passphrase
    /// does not open the keys that are there.
    static Connections open(ConnectionsConfig config) {
        return FileConnections.open(config, new RsaKeyMaker(config.random()));
    }

    /// Makes key and certificate for a function of a tenant, in state `CREATED`; refused when there is one already.
    Connection create(TenantId tenant, ConnectionFunction function, Cloud cloud, String directoryTenant);

    /// Makes a connection to an EWS or IMAP server, with its key or its password kept encrypted; refused when there is
    /// one already. Without Entra it is `REGISTERED` at once and can be tested.
    Connection create(TenantId tenant, ConnectionFunction function, MailServer server, Credential credential);

    /// Notes the client id under which the customer's administrator registered the certificate.
    default Connection register(TenantId tenant, ConnectionFunction function, String clientId) {
        return register(tenant, function, clientId, null, null);
    }

    /// Notes what the customer's administrator's script printed; may be told again, to add what was not known.
    ///
    /// @param objectId of the application, not of its service principal; by it its keys are rolled; null keeps it
    /// @param keyId Entra's name for the certificate, by which it is removed when its time is over; null keeps it
    Connection register(
            TenantId tenant,
            ConnectionFunction function,
            String clientId,
            @Nullable String objectId,
            @Nullable String keyId);

    /// The life of the connections' keys.
    Keys keys();

    /// Tests the connection end to end; it becomes `ACTIVE` when all passes.
    ConnectionCheck check(TenantId tenant, ConnectionFunction function);

    ConnectKit kit(TenantId tenant, ConnectionFunction function);

    /// What the customer keeps to cut Postern off: all applications that were ever registered, whatever became of their
    /// keys and connections here. Refused where nothing was registered yet.
    default ConnectKit.Scripts killSwitch(TenantId tenant) {
        return KillSwitch.of(tenant, list(tenant), ledger(tenant));
    }

    /// Forgets a connection and destroys its key.
    void remove(TenantId tenant, ConnectionFunction function);

    List<Connection> list(TenantId tenant);

    Optional<Connection> find(TenantId tenant, ConnectionFunction function);

    /// The client of the tenant's `sync` connection.
    MailReader reader(TenantId tenant);

    /// The client of the tenant's `remediate` connection.
    MailWriter writer(TenantId tenant);

    /// Begins the ledger of a tenant that has no connection yet; no effect where one is there or needs no beginning.
    default void beginLedger(TenantId tenant) {}

    /// The tenant's ledger; refused for a tenant with neither a connection nor a ledger begun.
    Ledger ledger(TenantId tenant);

    /// What shows others that the tenant's ledger is whole; refused as [#ledger] is.
    default LedgerEvidence evidence(TenantId tenant) {
        throw new ConnectionException(
                ConnectionException.Kind.PERMANENT, "The ledger of " + tenant + " is not one that is signed.");
    }

    /// Notices that a key is used by somebody else.
    Watch watch();

    /// HTTP requests sent for this tenant since the start; a `$batch` counts once.
    long requests(TenantId tenant);

    @Override
    void close();
}
