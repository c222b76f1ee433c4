package org.postern.vault;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A PostgreSQL server for tests, one for each run of tests, with a schema for each vault's directory.
///
/// It is as unlike what Postern wants as a server may be: commits are not waited for (`synchronous_commit=off`), and
/// text is ordered by the rules of a language.
public final class TestPostgres {
    private static final String DATABASE = "catalogs";

    private TestPostgres() {}

    /// Started when it is first needed.
    private static final class Running {
        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.builder().start();
                try (Connection connection = server.getPostgresDatabase().getConnection();
                        Statement statement = connection.createStatement()) {
                    statement.execute("CREATE DATABASE " + DATABASE
                            + " TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en' LOCALE 'C'");
                }
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /// Where `-Dcatalog=postgresql` asks for it, a schema for the vault in this directory.
    public static Optional<CatalogServer> whereAsked(Path directory) {
        return "postgresql".equals(System.getProperty("catalog")) ? Optional.of(schemaOf(directory)) : Optional.empty();
    }

    /// The same schema whenever the same directory is named.
    public static CatalogServer schemaOf(Path directory) {
        byte[] path = directory.toAbsolutePath().toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return schema("t_" + UUID.nameUUIDFromBytes(path).toString().replace('-', '_'));
    }

    public static CatalogServer schema(String name) {
        return new CatalogServer(url() + "?currentSchema=" + name, "postgres", "postgres");
    }

    static String url() {
        return "jdbc:postgresql://localhost:" + Running.SERVER.getPort() + "/" + DATABASE;
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
        List<String> restart = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            restart.addAll(List.of("unshare", "-U")); // PostgreSQL's programs refuse to be run by root.
        }
        restart.addAll(List.of(Path.of(program).resolveSibling("pg_ctl").toString(), "restart", "-w"));
        restart.addAll(List.of(
                "-m",
                "immediate",
                "-D",
                data.toString(),
                "-l",
                data.resolve("again.log").toString()));
        Process process = new ProcessBuilder(restart)
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("restart.log").toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new IOException(Files.readString(data.resolve("restart.log")));
        }
    }

    /// For what no vault does: looks in, breaks connections.
    public static Connection connect() throws SQLException {
        return Running.SERVER.getDatabase("postgres", DATABASE).getConnection();
    }
}
