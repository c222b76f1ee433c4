package org.postern.server;

import java.util.List;
import org.postern.connections.Connection;
import org.postern.connections.ConnectionFunction;
import org.postern.connections.Connections;
import org.postern.console.tenant.Tenant;
import org.postern.console.tenant.TenantDirectory;
import org.postern.mail.TenantId;

/// The tenants that can be synced at this moment: those whose sync connection has passed its check.
record ConnectedTenants(TenantDirectory tenants, Connections connections) {
    List<TenantId> list() {
        return tenants.list().stream()
                .map(Tenant::id)
                .filter(tenant -> connections
                        .find(tenant, ConnectionFunction.SYNC)
                        .filter(connection -> connection.state() == Connection.State.ACTIVE)
                        .isPresent())
                .toList();
    }
}
