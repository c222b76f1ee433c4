package org.postern.connections;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.mail.TenantId;

/// How Postern reaches one tenant's mail service for one function; all of it but the private key.
///
/// @param directoryTenant the tenant's id (GUID) or a domain of it in Entra; of a server without Entra its host
/// @param registeredClientId the application (client) id that the customer's administrator registered; null before
/// @param thumbprint SHA-256 of the certificate's DER, upper-case hex; empty where a password takes its place
/// @param mailServer the server of an EWS or IMAP connection; null for Microsoft Graph
public record Connection(
        TenantId tenant,
        ConnectionFunction function,
        Cloud cloud,
        String directoryTenant,
        @Nullable String registeredClientId,
        State state,
        String thumbprint,
        Instant certificateFrom,
        Instant certificateUntil,
        @Nullable MailServer mailServer) {
    /// A connection's life; `ACTIVE` once a test has passed.
    public enum State {
        CREATED,
        REGISTERED,
        ACTIVE
    }

    /// One to Microsoft Graph.
    public Connection(
            TenantId tenant,
            ConnectionFunction function,
            Cloud cloud,
            String directoryTenant,
            @Nullable String registeredClientId,
            State state,
            String thumbprint,
            Instant certificateFrom,
            Instant certificateUntil) {
        this(
                tenant,
                function,
                cloud,
                directoryTenant,
                registeredClientId,
                state,
                thumbprint,
                certificateFrom,
                certificateUntil,
                null);
    }

    public Optional<String> clientId() {
        return Optional.ofNullable(registeredClientId);
    }

    public Optional<MailServer> server() {
        return Optional.ofNullable(mailServer);
    }

    public ServiceKind kind() {
        return mailServer == null ? ServiceKind.GRAPH : mailServer.kind();
    }

    /// Whether tokens of Entra open it, so that an application must be registered there.
    public boolean usesEntra() {
        return mailServer == null || mailServer.method() == MailServer.Method.TOKEN;
    }

    /// Whether it has a key and certificate; else a password.
    public boolean usesKey() {
        return mailServer == null || mailServer.method() != MailServer.Method.PASSWORD;
    }

    /// What Entra's tokens are asked for.
    public URI tokenScope() {
        String resource = (mailServer == null ? cloud.graph() : mailServer.tokenResource()).toString();
        return URI.create(resource + (resource.endsWith("/") ? "" : "/") + ".default");
    }
}
