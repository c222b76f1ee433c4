package org.postern.vault;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A PostgreSQL server for tests, one for each run of tests, with a schema for each vault's directory: one that Maven
/// brings, or with `-Dpostgresql.bin=FOLDER` one of an installed version.
///
/// It is as unlike what Postern wants as a server may be: commits are not waited for (`synchronous_commit=off`), and
/// text is ordered by the rules of a language.
public final class TestPostgres {
    private static final String DATABASE = "catalogs";

    private TestPostgres() {}

    /// Started when it is first needed.
    private static final class Running {
        static final int PORT = start();

        private static int start() {
            @Nullable String bin = System.getProperty("postgresql.bin");
            try {
                int port = bin == null
                        ? EmbeddedPostgres.builder().start().getPort()
                        : InstalledPostgres.start(Path.of(bin)).port;
                prepare(port);
                return port;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException | SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /// Makes the database with the catalogs' schemas.
    static void prepare(int port) throws SQLException {
        try (Connection connection = connect(port, "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + DATABASE
                    + " TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en' LOCALE 'C'");
        }
    }

    private static Connection connect(int port, String database) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://localhost:" + port + "/" + database, "postgres", "");
    }

    /// Where `-Dcatalog=postgresql` asks for it, a schema for the vault in this directory.
    public static Optional<CatalogServer> whereAsked(Path directory) {
        return "postgresql".equals(System.getProperty("catalog")) ? Optional.of(schemaOf(directory)) : Optional.empty();
    }

    /// The same schema whenever the same directory is named.
    public static CatalogServer schemaOf(Path directory) {
        byte[] path = directory.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8);
        return schema("t_" + UUID.nameUUIDFromBytes(path).toString().replace('-', '_'));
    }

    public static CatalogServer schema(String name) {
        return schema(Running.PORT, name);
    }

    static CatalogServer schema(int port, String name) {
        return new CatalogServer(
                "jdbc:postgresql://localhost:" + port + "/" + DATABASE + "?currentSchema=" + name, "postgres", null);
    }

    /// The server's processes end without a word, as when its machine does, and it is started again.
    static void crash() throws Exception {
        Path data;
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery("SHOW data_directory")) {
            row.next();
            data = Path.of(row.getString(1));
        }
        List<String> postmaster = Files.readAllLines(data.resolve("postmaster.pid"));
        String program = ProcessHandle.of(Long.parseLong(postmaster.getFirst()))
                .flatMap(process -> process.info().command())
                .orElseThrow();
        String log = data.resolve("again.log").toString();
        List<String> restart = List.of(
                Path.of(program).resolveSibling("pg_ctl").toString(),
                "restart",
                "-w",
                "-m",
                "immediate",
                "-D",
                data.toString(),
                "-l",
                log);
        InstalledPostgres.run(InstalledPostgres.asOwner(Files.getOwner(data).getName(), restart));
    }

    /// For what no vault does: looks in, breaks connections.
    public static Connection connect() throws SQLException {
        return connect(Running.PORT, DATABASE);
    }
}
