package org.postern.vault.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postern.vault.CatalogServer;
import org.postern.vault.VaultException;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/// Connects to the catalog's server: safe settings where the URL says nothing else, those of each session, and what an
/// error of the server means.
final class PostgresSessions {
    /// What the URL may set otherwise.
    private static final Map<PGProperty, String> DEFAULTS = Map.of(
            PGProperty.APPLICATION_NAME, "postern",
            PGProperty.TCP_KEEP_ALIVE, "true",
            PGProperty.CONNECT_TIMEOUT, "10",
            PGProperty.SOCKET_TIMEOUT, "900", // Seconds: no statement takes as long, and a dead network is noticed.
            PGProperty.TARGET_SERVER_TYPE, "primary",
            PGProperty.REWRITE_BATCHED_INSERTS, "true");

    /// What the server or the role may have set otherwise. A commit is acknowledged when it is on disk, whatever the
    /// server's default; a lost connection gives the catalog free soon; nothing ends a session that only waits.
    /// Each join is of a few rows with what an index finds for them: the other ways would read whole tables.
    private static final String SETTINGS = """
            SELECT set_config(name, value, false) FROM (VALUES
              ('synchronous_commit', 'on'), ('statement_timeout', '0'), ('transaction_timeout', '0'),
              ('idle_in_transaction_session_timeout', '0'), ('idle_session_timeout', '0'), ('jit', 'off'),
              ('tcp_keepalives_idle', '30'), ('tcp_keepalives_interval', '10'), ('tcp_keepalives_count', '3'),
              ('client_connection_check_interval', '10s'), ('default_transaction_isolation', 'read committed'),
              ('default_transaction_read_only', 'off'),
              ('enable_mergejoin', 'off'), ('enable_hashjoin', 'off'), ('random_page_cost', '1.1')) AS wanted (name, value)
            JOIN pg_settings USING (name)
            WHERE NOT (name = 'synchronous_commit' AND setting = 'remote_apply')
            """;
    private static final Set<String> PERMANENT = Set.of(
            "28", // Who we are is not believed.
            "3D", // No such database.
            "3F", // No such schema.
            "54", // Larger than it can keep.
            "42"); // No right to it, or a table that is not as it should be.
    private static final Set<String> CORRUPT = Set.of("XX001", "XX002");
    private static final String ADVICE =
            "Check the URL, POSTERN_CATALOG_USER and its password, and that this user may create in the schema.";
    private static final String TLS_ADVICE = "The server must prove who it is: name the certificate of who vouches for"
            + " it in the URL (sslrootcert=FILE); or sslmode=disable, where nobody else can reach the network.";
    private final CatalogServer server;
    private final PGSimpleDataSource source;

    PostgresSessions(CatalogServer server) {
        this.server = server;
        this.source = new PGSimpleDataSource();
        try {
            source.setUrl(server.url());
            source.setUser(server.user());
            source.setPassword(server.password());
            for (Map.Entry<PGProperty, String> property : DEFAULTS.entrySet()) {
                otherwise(property.getKey(), property.getValue());
            }
            otherwise(PGProperty.CURRENT_SCHEMA, server.schema());
            if (!server.isLocal()) { // What the driver does by itself gives in to whoever stands in between.
                otherwise(PGProperty.SSL_MODE, "verify-full");
            }
            source.setProperty(PGProperty.LOG_SERVER_ERROR_DETAIL, "false"); // Details quote what is stored.
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private void otherwise(PGProperty property, String value) throws SQLException {
        if (!server.sets(property.getName())) {
            source.setProperty(property, value);
        }
    }

    static @Nullable String sslMode(CatalogServer server) {
        return new PostgresSessions(server).source.getSslmode();
    }

    /// For migrations, which bring connections of their own.
    DataSource source() {
        return source;
    }

    Connection connect() throws SQLException {
        Connection connection = source.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute(SETTINGS);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /// Never names the password, nor values of rows.
    VaultException failed(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        String text = "The catalog at " + server.place() + " could not be used: " + e.getMessage() + " (SQLSTATE "
                + state + "). ";
        if (CORRUPT.contains(state)) {
            return new VaultException(
                    VaultException.Kind.CORRUPT,
                    text + "The server's own files are damaged. Restore the database, or drop its schema and start"
                            + " again: the mail's own tables are rebuilt from the packs.",
                    e);
        }
        if (!server.isLocal() && String.valueOf(e.getMessage()).contains("SSL")) {
            return new VaultException(VaultException.Kind.PERMANENT, text + TLS_ADVICE, e);
        }
        if (PERMANENT.contains(state.substring(0, 2))) {
            return new VaultException(VaultException.Kind.PERMANENT, text + ADVICE, e);
        }
        return new VaultException(
                VaultException.Kind.RETRYABLE,
                text + "Is the server up? Try again when it is; nothing acknowledged is lost.",
                e);
    }
}
