package org.postern.connections;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postern.connections.ConnectionException.Kind;

/// What the customer's administrator's script printed, checked: it goes into scripts and addresses.
///
/// @param objectId null where it was not told
/// @param keyId null where it was not told
record Registration(
        String clientId,
        @Nullable String objectId,
        @Nullable String keyId) {
    private static final Pattern DIRECTORY_TENANT = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,252})");
    private static final Pattern ID = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    Registration {
        require("client id", clientId);
        require("object id", objectId);
        require("key id", keyId);
    }

    private static void require(String what, @Nullable String id) {
        if (id != null && !isId(id)) {
            throw new ConnectionException(
                    Kind.PERMANENT,
                    "The " + what + " \"" + id
                            + "\" is no id of Entra. Give the one that the kit's script printed, such"
                            + " as 11111111-2222-3333-4444-555555555555.");
        }
    }

    static void requireDirectory(String directoryTenant) {
        if (!isDirectory(directoryTenant)) {
            throw new ConnectionException(
                    Kind.PERMANENT,
                    "The directory tenant \"" + directoryTenant
                            + "\" is neither an id nor a domain. Take the tenant id of Entra admin center > Overview.");
        }
    }

    static boolean isDirectory(String text) {
        return DIRECTORY_TENANT.matcher(text).matches();
    }

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /// Whether it is of the application that the connection has already, of which it only tells more.
    boolean isOf(Connection before) {
        return before.clientId().filter(clientId::equalsIgnoreCase).isPresent();
    }

    /// The connection with it; to be tested anew where it is of another application.
    Connection applyTo(Connection before) {
        if (!before.usesEntra()) {
            throw new ConnectionException(
                    Kind.PERMANENT,
                    "The " + ConnectionStore.name(before.function()) + " connection of " + before.tenant()
                            + " signs in without Entra, so it has no client id. Test it instead.");
        }
        boolean same = isOf(before);
        ConnectionKey key = before.key();
        String application = objectId == null && same ? before.registeredObjectId() : objectId;
        String named = keyId == null && same ? key.registeredKeyId() : keyId;
        Connection told = before.registeredAs(clientId, application).with(key.knownAs(named));
        return same && before.state() != Connection.State.CREATED
                ? told
                : told.with(told.key().in(ConnectionKey.State.REGISTERED)).in(Connection.State.REGISTERED);
    }
}
