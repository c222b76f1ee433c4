package org.postern.connections;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.keys.PrivateFile;
import org.postern.connections.roll.JournalFile;
import org.postern.mail.TenantId;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

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

    Path secretFile(TenantId tenant, ConnectionFunction function) {
        return directory.resolve(tenant.value()).resolve(name(function) + ".secret");
    }

    Path ledgerFile(TenantId tenant) {
        return directory.resolve(tenant.value()).resolve("ledger.jsonl");
    }

    JournalFile journal(TenantId tenant, ConnectionFunction function) {
        return new JournalFile(directory.resolve(tenant.value()).resolve(name(function) + ".roll.json"));
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

    /// Tenants whose checkpoints are mailed.
    List<TenantId> mailed() {
        try (Stream<Path> folders = Files.list(directory)) {
            return folders.filter(folder -> Files.exists(folder.resolve("ledger.mail")))
                    .map(folder -> new TenantId(String.valueOf(folder.getFileName())))
                    .toList();
        } catch (IOException e) {
            throw failed(directory, "read", e);
        }
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
            return Optional.of(ConnectionJson.read(tenant, function, json.readTree(Files.readAllBytes(file))));
        } catch (IOException | JacksonException | IllegalArgumentException | DateTimeException e) {
            throw failed(file, "read", e);
        }
    }

    void save(Connection connection) {
        Path file = file(connection.tenant(), connection.function());
        try {
            PrivateFile.replace(
                    file, json.writerWithDefaultPrettyPrinter().writeValueAsBytes(ConnectionJson.write(connection)));
        } catch (IOException e) {
            throw failed(file, "written", e);
        }
    }

    /// The keys were destroyed before: what is left after a crash can be removed again.
    void remove(TenantId tenant, ConnectionFunction function) {
        try {
            journal(tenant, function).remove();
            destroySecret(tenant, function);
            Files.deleteIfExists(file(tenant, function));
        } catch (IOException e) {
            throw failed(file(tenant, function), "removed", e);
        }
    }

    /// No effect where there is no password.
    void destroySecret(TenantId tenant, ConnectionFunction function) {
        try {
            PrivateFile.destroy(secretFile(tenant, function));
        } catch (IOException e) {
            throw failed(secretFile(tenant, function), "removed", e);
        }
    }

    private static ConnectionException failed(Path path, String what, Exception e) {
        return new ConnectionException(
                Kind.PERMANENT,
                path + " could not be " + what + ": " + e.getMessage()
                        + ". Check the disk's space and permissions, or restore it from a backup.",
                e);
    }
}
