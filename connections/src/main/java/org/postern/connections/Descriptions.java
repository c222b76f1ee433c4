package org.postern.connections;

import org.jspecify.annotations.Nullable;
import org.postern.connections.keys.HeldKey;
import org.postern.mail.TenantId;

/// Describes connections as they come to be and go through their states.
final class Descriptions {
    private Descriptions() {}

    static Connection withKey(
            TenantId tenant,
            ConnectionFunction function,
            Cloud cloud,
            String directoryTenant,
            Connection.State state,
            HeldKey key) {
        return new Connection(
                tenant,
                function,
                cloud,
                directoryTenant,
                null,
                state,
                key.thumbprintHex(),
                key.certificate().getNotBefore().toInstant(),
                key.certificate().getNotAfter().toInstant());
    }

    static Connection with(Connection connection, @Nullable String clientId, Connection.State state) {
        return new Connection(
                connection.tenant(),
                connection.function(),
                connection.cloud(),
                connection.directoryTenant(),
                clientId,
                state,
                connection.thumbprint(),
                connection.certificateFrom(),
                connection.certificateUntil(),
                connection.mailServer());
    }
}
