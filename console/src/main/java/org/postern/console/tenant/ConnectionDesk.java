package org.postern.console.tenant;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.postern.connections.Cloud;
import org.postern.connections.ConnectKit;
import org.postern.connections.Connection;
import org.postern.connections.ConnectionCheck;
import org.postern.connections.ConnectionFunction;
import org.postern.connections.Connections;
import org.postern.console.problem.ProblemException;
import org.postern.mail.TenantId;

/// Does what an administrator asks of connections, and notes each act in the tenant's ledger before it takes effect.
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
        if (connections.find(tenant, function).isPresent()) {
            throw ProblemException.conflict(
                    "Tenant " + tenant + " has a " + lower(function) + " connection already.",
                    "Use it, or remove it first: removing destroys its key.");
        }
        note(tenant, "connection.create", function, Map.of("cloud", cloud.name(), "directory", directoryTenant));
        return connections.create(tenant, function, cloud, directoryTenant);
    }

    public Connection register(TenantId tenant, ConnectionFunction function, String clientId) {
        note(tenant, "connection.register", function, Map.of("clientId", clientId));
        return connections.register(tenant, function, clientId);
    }

    public ConnectionCheck check(TenantId tenant, ConnectionFunction function) {
        note(tenant, "connection.check", function, Map.of());
        return connections.check(tenant, function);
    }

    public ConnectKit kit(TenantId tenant, ConnectionFunction function) {
        return connections.kit(tenant, function);
    }

    public void remove(TenantId tenant, ConnectionFunction function) {
        note(tenant, "connection.remove", function, Map.of());
        connections.remove(tenant, function);
    }

    private void note(TenantId tenant, String kind, ConnectionFunction function, Map<String, String> details) {
        Map<String, String> all = new TreeMap<>(details);
        all.put("function", lower(function));
        connections.ledger(tenant).append(kind, ACTOR, all);
    }

    private static String lower(ConnectionFunction function) {
        return function.name().toLowerCase(Locale.ROOT);
    }
}
