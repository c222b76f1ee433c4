package org.postern.connections;

import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.mail.TenantId;

/// How Postern reaches one tenant's mail service for one function; all of it but the private keys.
///
/// @param directoryTenant the tenant's id (GUID) or a domain of it in Entra; of a server without Entra its host
/// @param registeredClientId the application (client) id that the customer's administrator registered; null before
/// @param registeredObjectId the application's object id, by which its keys are changed; null while not known
/// @param keys by number; none where a password takes their place
/// @param mailServer the server of an EWS or IMAP connection; null for Microsoft Graph
public record Connection(
        TenantId tenant,
        ConnectionFunction function,
        Cloud cloud,
        String directoryTenant,
        @Nullable String registeredClientId,
        @Nullable String registeredObjectId,
        State state,
        List<ConnectionKey> keys,
        @Nullable MailServer mailServer) {
    /// No certificate ends then; a password's life is the server's affair.
    private static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

    /// A connection's life; `ACTIVE` once a test has passed.
    public enum State {
        CREATED,
        REGISTERED,
        ACTIVE,
        /// An administrator stopped all use of it; its keys are destroyed.
        CEASED
    }

    public Connection {
        keys = keys.stream()
                .sorted(Comparator.comparingInt(ConnectionKey::number))
                .toList();
        if (keys.isEmpty() && (mailServer == null || mailServer.method() != MailServer.Method.PASSWORD)) {
            throw new IllegalArgumentException("A connection has a key from its first moment on.");
        }
    }

    /// One to Microsoft Graph.
    public Connection(
            TenantId tenant,
            ConnectionFunction function,
            Cloud cloud,
            String directoryTenant,
            @Nullable String registeredClientId,
            @Nullable String registeredObjectId,
            State state,
            List<ConnectionKey> keys) {
        this(tenant, function, cloud, directoryTenant, registeredClientId, registeredObjectId, state, keys, null);
    }

    public Optional<String> clientId() {
        return Optional.ofNullable(registeredClientId);
    }

    public Optional<String> objectId() {
        return Optional.ofNullable(registeredObjectId);
    }

    /// The key that signs in: the active one; before a test passed, the first that was made; the last when all are
    /// gone. There is none where a password takes its place.
    public ConnectionKey key() {
        return inState(ConnectionKey.State.ACTIVE)
                .or(() -> inState(ConnectionKey.State.REGISTERED))
                .or(() -> inState(ConnectionKey.State.CREATED))
                .orElseGet(keys::getLast);
    }

    private Optional<ConnectionKey> inState(ConnectionKey.State wanted) {
        return keys.stream().filter(key -> key.state() == wanted).findFirst();
    }

    /// The key of this number.
    public Optional<ConnectionKey> key(int number) {
        return keys.stream().filter(key -> key.number() == number).findFirst();
    }

    /// SHA-256 of the signing key's certificate, upper-case hex; empty where a password takes its place.
    public String thumbprint() {
        return keys.isEmpty() ? "" : key().thumbprint();
    }

    public Instant certificateFrom() {
        return keys.isEmpty() ? Instant.EPOCH : key().from();
    }

    public Instant certificateUntil() {
        return keys.isEmpty() ? NEVER : key().until();
    }

    /// With this key in place of the one of its number, or added.
    public Connection with(ConnectionKey changed) {
        List<ConnectionKey> all = new ArrayList<>(keys);
        all.removeIf(key -> key.number() == changed.number());
        all.add(changed);
        return withKeys(all);
    }

    public Connection withKeys(List<ConnectionKey> all) {
        return new Connection(
                tenant,
                function,
                cloud,
                directoryTenant,
                registeredClientId,
                registeredObjectId,
                state,
                all,
                mailServer);
    }

    public Connection in(State next) {
        return new Connection(
                tenant,
                function,
                cloud,
                directoryTenant,
                registeredClientId,
                registeredObjectId,
                next,
                keys,
                mailServer);
    }

    public Connection registeredAs(String clientId, @Nullable String objectId) {
        return new Connection(tenant, function, cloud, directoryTenant, clientId, objectId, state, keys, mailServer);
    }

    /// What an administrator should know of its keys, in plain words; empty when there is nothing.
    public List<String> warnings(Instant now) {
        if (state == State.CEASED) {
            return List.of("All use was stopped and the key destroyed: re-establish the connection, or remove it.");
        }
        List<String> warnings = new ArrayList<>();
        if (keys.isEmpty()) {
            return List.of();
        }
        ConnectionKey signing = key();
        if (!now.isBefore(signing.until())) {
            warnings.add("The key expired at " + signing.until() + ": re-establish the connection.");
        } else if (signing.nearExpiry(now)) {
            warnings.add("The key expires in " + now.until(signing.until(), ChronoUnit.DAYS)
                    + " days: roll it now, and see why it was not rolled by itself.");
        }
        if (usesEntra() && registeredClientId != null && registeredObjectId == null) {
            warnings.add("The application's object id is not known, so its key cannot be rolled by itself: register the"
                    + " connection again with --object-id (the kit's scripts print it).");
        }
        if (usesEntra() && registeredClientId != null && signing.registeredKeyId() == null) {
            warnings.add("What Entra calls the key is not known, so it can be taken off the application by Postern only"
                    + " where a watch connection is active: or register the connection again with --key-id.");
        }
        return List.copyOf(warnings);
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

    /// Whether Postern can replace its key by itself: one that is used, on an application of Entra, whose keys are
    /// changed through Graph whatever else it opens.
    public boolean isRollable() {
        return usesEntra() && function != ConnectionFunction.CANARY;
    }

    /// The same application as it asks Graph, whatever its connection opens.
    Connection onGraph() {
        return new Connection(
                tenant, function, cloud, directoryTenant, registeredClientId, registeredObjectId, state, keys);
    }

    /// What Entra's tokens are asked for.
    public URI tokenScope() {
        String resource = (mailServer == null ? cloud.graph() : mailServer.tokenResource()).toString();
        return URI.create(resource + (resource.endsWith("/") ? "" : "/") + ".default");
    }
}
