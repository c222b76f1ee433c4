package org.postern.connections;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postern.connections.Connection.State;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.MailServer.Method;
import org.postern.connections.keys.HeldKey;
import org.postern.mail.TenantId;

/// A connection to an EWS or IMAP server that is to be made, once server and credential are seen to fit.
record NewServer(TenantId tenant, ConnectionFunction function, MailServer server, Credential credential) {
    private static final Pattern DIRECTORY_TENANT = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,252})");

    NewServer {
        boolean able = switch (function) {
            case SYNC, REMEDIATE -> true;
            case PROBE -> server.kind() == ServiceKind.EWS; // IMAP sends nothing.
            case WATCH, CANARY -> false;
        };
        if (!able) {
            throw refused(
                    "A mail server is read by a sync connection and written by a remediate connection; by EWS a probe"
                            + " connection sends. The function " + function + " belongs to Microsoft 365.");
        }
        Method wanted = switch (credential) {
            case Credential.Entra _ -> Method.TOKEN;
            case Credential.Certificate _ -> Method.CERTIFICATE;
            case Credential.Password _ -> Method.PASSWORD;
        };
        if (server.method() != wanted) {
            throw refused("The server is to be opened by " + server.method() + " but the credential is for " + wanted
                    + ". Give the one that fits.");
        }
        if (credential instanceof Credential.Entra(var _, String directoryTenant)
                && !DIRECTORY_TENANT.matcher(directoryTenant).matches()) {
            throw refused("The directory tenant \"" + directoryTenant
                    + "\" is neither an id nor a domain. Take the tenant id of Entra admin center > Overview.");
        }
        if (credential instanceof Credential.Password(char[] secret) && secret.length == 0) {
            throw refused("The password is empty. Give the account's password.");
        }
    }

    private static ConnectionException refused(String why) {
        return new ConnectionException(Kind.PERMANENT, why);
    }

    boolean needsKey() {
        return server.method() != Method.PASSWORD;
    }

    Optional<char[]> password() {
        return credential instanceof Credential.Password(char[] secret) ? Optional.of(secret) : Optional.empty();
    }

    /// What stands for the tenant's directory: of a server without Entra its host.
    String directory() {
        return credential instanceof Credential.Entra(Cloud _, String directoryTenant)
                ? directoryTenant
                : server.address().getHost();
    }

    /// Without Entra there is nothing that would have to be told back: it can be tested at once.
    Connection connection(@Nullable HeldKey key) {
        Cloud cloud = new Cloud(
                server.kind().name().toLowerCase(java.util.Locale.ROOT),
                server.origin(),
                server.origin(),
                server.caPem());
        State state = State.REGISTERED;
        if (credential instanceof Credential.Entra(Cloud where, String _)) {
            cloud = where;
            state = State.CREATED;
        }
        List<ConnectionKey> keys = key == null ? List.of() : List.of(ConnectionKey.made(1, key));
        return new Connection(tenant, function, cloud, directory(), null, null, state, keys, server);
    }
}
