package org.postern.connections;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postern.mail.TenantId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes and reads what is kept of a connection.
///
/// Format 2 knows several keys. What has no format is of the first, which knew one; it is read as that one.
final class ConnectionJson {
    private static final int FORMAT = 2;

    private ConnectionJson() {}

    static ObjectNode write(Connection connection) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("format", FORMAT)
                .put("directoryTenant", connection.directoryTenant())
                .put("clientId", connection.registeredClientId())
                .put("objectId", connection.registeredObjectId())
                .put("state", connection.state().name());
        Cloud cloud = connection.cloud();
        node.putObject("cloud")
                .put("name", cloud.name())
                .put("login", cloud.login().toString())
                .put("graph", cloud.graph().toString())
                .put("caPem", cloud.caPem());
        ArrayNode keys = node.putArray("keys");
        connection.keys().forEach(key -> write(keys.addObject(), key));
        connection.server().ifPresent(server -> ServerJson.write(server, node.putObject("server")));
        return node;
    }

    private static void write(ObjectNode node, ConnectionKey key) {
        Instant retireAt = key.retireAt();
        node.put("number", key.number())
                .put("state", key.state().name())
                .put("keptIn", key.keptIn().name())
                .put("thumbprint", key.thumbprint())
                .put("entraThumbprint", key.entraThumbprint())
                .put("keyId", key.registeredKeyId())
                .put("from", key.from().toString())
                .put("until", key.until().toString())
                .put("retireAt", retireAt == null ? null : retireAt.toString());
    }

    /// @throws IllegalArgumentException where it is none, or of a format that only a newer version knows
    static Connection read(TenantId tenant, ConnectionFunction function, JsonNode node) {
        int format = node.path("format").asInt(1);
        if (format > FORMAT) {
            throw new IllegalArgumentException(
                    "it is of format " + format + ", which only a newer version of Postern reads");
        }
        JsonNode cloud = node.path("cloud");
        return new Connection(
                tenant,
                function,
                new Cloud(
                        cloud.path("name").asString(),
                        URI.create(cloud.path("login").asString()),
                        URI.create(cloud.path("graph").asString()),
                        text(cloud, "caPem")),
                node.path("directoryTenant").asString(),
                text(node, "clientId"),
                text(node, "objectId"),
                Connection.State.valueOf(node.path("state").asString()),
                format == 1 ? List.of(onlyKey(node)) : keys(node.path("keys")),
                node.has("server") ? ServerJson.read(node.path("server")) : null);
    }

    private static ConnectionKey onlyKey(JsonNode node) {
        return new ConnectionKey(
                1,
                ConnectionKey.State.valueOf(node.path("state").asString()),
                ConnectionKey.Kept.FILE,
                node.path("thumbprint").asString(),
                null,
                null,
                Instant.parse(node.path("certificateFrom").asString()),
                Instant.parse(node.path("certificateUntil").asString()),
                null);
    }

    private static List<ConnectionKey> keys(JsonNode nodes) {
        List<ConnectionKey> keys = new ArrayList<>();
        for (JsonNode key : nodes) {
            String retireAt = text(key, "retireAt");
            keys.add(new ConnectionKey(
                    key.path("number").asInt(),
                    ConnectionKey.State.valueOf(key.path("state").asString()),
                    ConnectionKey.Kept.valueOf(key.path("keptIn").asString()),
                    key.path("thumbprint").asString(),
                    text(key, "entraThumbprint"),
                    text(key, "keyId"),
                    Instant.parse(key.path("from").asString()),
                    Instant.parse(key.path("until").asString()),
                    retireAt == null ? null : Instant.parse(retireAt)));
        }
        return keys;
    }

    private static @Nullable String text(JsonNode node, String name) {
        return node.path(name).isString() ? node.path(name).asString() : null;
    }
}
