package org.postern.connections;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.keys.PrivateFile;
import org.postern.mail.TenantId;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Keeps what is known of each connection as JSON, one file beside its key: `TENANT/FUNCTION.json`.
final class ConnectionStore {
    private final Path directory;
    private final JsonMapper json = new JsonMapper();

    ConnectionStore(Path directory) {
        this.directory = directory;
    }

    Path directory(TenantId tenant) {
        return directory.resolve(tenant.value());
    }

    Path keyFile(TenantId tenant, ConnectionFunction function) {
        return directory.resolve(tenant.value()).resolve(name(function) + ".p12");
    }

    Path secretFile(TenantId tenant, ConnectionFunction function) {
        return directory.resolve(tenant.value()).resolve(name(function) + ".secret");
    }

    Path ledgerFile(TenantId tenant) {
        return directory.resolve(tenant.value()).resolve("ledger.jsonl");
    }

    private Path file(TenantId tenant, ConnectionFunction function) {
        return directory.resolve(tenant.value()).resolve(name(function) + ".json");
    }

    static String name(ConnectionFunction function) {
        return function.name().toLowerCase(Locale.ROOT);
    }

    /// Tenants that ever had a connection.
    boolean knows(TenantId tenant) {
        return Files.isDirectory(directory.resolve(tenant.value()));
    }

    void prepare(TenantId tenant) {
        try {
            PrivateFile.makeDirectory(directory.resolve(tenant.value()));
        } catch (IOException e) {
            throw failed(directory.resolve(tenant.value()), "made", e);
        }
    }

    /// Any key file, by which to try the passphrase.
    Optional<Path> anyKey() {
        return any(".p12");
    }

    /// Any password file, likewise.
    Optional<Path> anySecret() {
        return any(".secret");
    }

    private Optional<Path> any(String ending) {
        try (Stream<Path> files =
                Files.find(directory, 2, (path, _) -> path.toString().endsWith(ending))) {
            return files.min(Path::compareTo);
        } catch (IOException e) {
            throw failed(directory, "read", e);
        }
    }

    List<Connection> list(TenantId tenant) {
        return Arrays.stream(ConnectionFunction.values())
                .flatMap(function -> find(tenant, function).stream())
                .toList();
    }

    Optional<Connection> find(TenantId tenant, ConnectionFunction function) {
        Path file = file(tenant, function);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(tenant, function, json.readTree(Files.readAllBytes(file))));
        } catch (IOException | JacksonException | IllegalArgumentException | DateTimeException e) {
            throw failed(file, "read", e);
        }
    }

    void save(Connection connection) {
        Path file = file(connection.tenant(), connection.function());
        try {
            PrivateFile.replace(file, json.writerWithDefaultPrettyPrinter().writeValueAsBytes(node(connection)));
        } catch (IOException e) {
            throw failed(file, "written", e);
        }
    }

    /// The key goes first: what is left after a crash can be removed again.
    void remove(TenantId tenant, ConnectionFunction function) {
        try {
            PrivateFile.destroy(keyFile(tenant, function));
            PrivateFile.destroy(secretFile(tenant, function));
            Files.deleteIfExists(file(tenant, function));
        } catch (IOException e) {
            throw failed(keyFile(tenant, function), "removed", e);
        }
    }

    private ObjectNode node(Connection connection) {
        ObjectNode node = json.createObjectNode()
                .put("directoryTenant", connection.directoryTenant())
                .put("clientId", connection.registeredClientId())
                .put("state", connection.state().name())
                .put("thumbprint", connection.thumbprint())
                .put("certificateFrom", connection.certificateFrom().toString())
                .put("certificateUntil", connection.certificateUntil().toString());
        Cloud cloud = connection.cloud();
        node.putObject("cloud")
                .put("name", cloud.name())
                .put("login", cloud.login().toString())
                .put("graph", cloud.graph().toString())
                .put("caPem", cloud.caPem());
        connection.server().ifPresent(server -> ServerJson.write(server, node.putObject("server")));
        return node;
    }

    private static Connection read(TenantId tenant, ConnectionFunction function, JsonNode node) {
        JsonNode cloud = node.path("cloud");
        return new Connection(
                tenant,
                function,
                new Cloud(
                        cloud.path("name").asString(),
                        URI.create(cloud.path("login").asString()),
                        URI.create(cloud.path("graph").asString()),
                        cloud.path("caPem").isString() ? cloud.path("caPem").asString() : null),
                node.path("directoryTenant").asString(),
                node.path("clientId").isString() ? node.path("clientId").asString() : null,
                Connection.State.valueOf(node.path("state").asString()),
                node.path("thumbprint").asString(),
                Instant.parse(node.path("certificateFrom").asString()),
                Instant.parse(node.path("certificateUntil").asString()),
                node.has("server") ? ServerJson.read(node.path("server")) : null);
    }

    private static ConnectionException failed(Path path, String what, Exception e) {
        return new ConnectionException(
                Kind.PERMANENT,
                path + " could not be " + what + ": " + e.getMessage()
                        + ". Check the disk's space and permissions, or restore it from a backup.",
                e);
    }
}
