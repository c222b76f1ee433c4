package org.postern.console.tenant;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.connections.Cloud;
import org.postern.connections.ConnectKit;
import org.postern.connections.Connection;
import org.postern.connections.ConnectionCheck;
import org.postern.connections.ConnectionFunction;
import org.postern.connections.Connections;
import org.postern.connections.Credential;
import org.postern.connections.MailServer;
import org.postern.console.problem.ProblemException;
import org.postern.mail.TenantId;

/// Does what an administrator asks of connections.
///
/// Each act is in the tenant's ledger before it takes effect: making, registering and removing are noted by the
/// connections themselves, the check here.
public final class ConnectionDesk {
    private static final String ACTOR = "administrator";
    private final Connections connections;

    public ConnectionDesk(Connections connections) {
        this.connections = connections;
    }

    public List<Connection> list(TenantId tenant) {
        return connections.list(tenant);
    }

    public Connection create(TenantId tenant, ConnectionFunction function, Cloud cloud, String directoryTenant) {
        checkNone(tenant, function);
        return connections.create(tenant, function, cloud, directoryTenant);
    }

    /// To an EWS or IMAP server.
    public Connection create(TenantId tenant, ConnectionFunction function, MailServer server, Credential credential) {
        checkNone(tenant, function);
        return connections.create(tenant, function, server, credential);
    }

    private void checkNone(TenantId tenant, ConnectionFunction function) {
        if (connections.find(tenant, function).isPresent()) {
            throw ProblemException.conflict(
                    "Tenant " + tenant + " has a " + lower(function) + " connection already.",
                    "Use it, or remove it first: removing destroys its key.");
        }
    }

    /// @param objectId of the application; null keeps what is known
    /// @param keyId Entra's name for the certificate; null keeps what is known
    public Connection register(
            TenantId tenant,
            ConnectionFunction function,
            String clientId,
            @Nullable String objectId,
            @Nullable String keyId) {
        return connections.register(tenant, function, clientId, objectId, keyId);
    }

    public ConnectionCheck check(TenantId tenant, ConnectionFunction function) {
        connections.ledger(tenant).append("connection.check", ACTOR, Map.of("function", lower(function)));
        return connections.check(tenant, function);
    }

    public ConnectKit kit(TenantId tenant, ConnectionFunction function) {
        return connections.kit(tenant, function);
    }

    public ConnectKit.Scripts killSwitch(TenantId tenant) {
        return connections.killSwitch(tenant);
    }

    public void remove(TenantId tenant, ConnectionFunction function) {
        connections.remove(tenant, function);
    }

    private static String lower(ConnectionFunction function) {
        return function.name().toLowerCase(Locale.ROOT);
    }
}
