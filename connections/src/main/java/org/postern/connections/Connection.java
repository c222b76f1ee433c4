package org.postern.connections;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.mail.TenantId;

/// How Postern reaches one tenant's mail service for one function; all of it but the private key.
///
/// @param directoryTenant the tenant's id (GUID) or a domain of it in Entra
/// @param registeredClientId the application (client) id that the customer's administrator registered; null before
/// @param thumbprint SHA-256 of the certificate's DER, upper-case hex
public record Connection(
        TenantId tenant,
        ConnectionFunction function,
        Cloud cloud,
        String directoryTenant,
        @Nullable String registeredClientId,
        State state,
        String thumbprint,
        Instant certificateFrom,
        Instant certificateUntil) {
    /// A connection's life; `ACTIVE` once a test has passed.
    public enum State {
        CREATED,
        REGISTERED,
        ACTIVE
    }

    public Optional<String> clientId() {
        return Optional.ofNullable(registeredClientId);
    }
}
