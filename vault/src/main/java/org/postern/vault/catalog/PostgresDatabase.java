package org.postern.vault.catalog;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DefaultConfiguration;
import org.jooq.impl.DefaultConnectionProvider;
import org.jooq.impl.DefaultTransactionProvider;
import org.postern.vault.CatalogServer;
import org.postern.vault.VaultException;

/// [org.postern.vault.Database] in a schema of a PostgreSQL server.
///
/// The connection that writes also holds the mark that this process has the catalog ([CatalogOwner]): a write cannot
/// happen without it. A connection that breaks is replaced before the next work; the work it broke under failed, and
/// whoever asked for it is told so.
public final class PostgresDatabase extends SqlDatabase {
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private final PostgresSessions sessions;
    private final CatalogOwner owner;

    private final Inheritance inheritance;

    private PostgresDatabase(CatalogServer server, byte[] vaultId, Path earlier, Duration patience) {
        this.inheritance = new Inheritance(earlier);
        this.sessions = new PostgresSessions(server);
        this.owner = new CatalogOwner(server, vaultId, patience);
    }

    /// Opens the catalog of the vault with this id, or makes one in a schema that has none.
    ///
    /// Throws [VaultException]: PERMANENT when another process has it, when it is another vault's, or when the
    /// server does not let us in.
    /// @param earlier the file of the catalog when it was on SQLite, or where that would be
    public static PostgresDatabase open(CatalogServer server, byte[] vaultId, Path earlier) {
        return open(server, vaultId, earlier, PATIENCE);
    }

    /// @param patience how long to wait for another process, which may be about to end
    static PostgresDatabase open(CatalogServer server, byte[] vaultId, Path earlier, Duration patience) {
        PostgresDatabase database = new PostgresDatabase(server, vaultId, earlier, patience);
        try {
            database.write(_ -> true); // Connects, and so takes hold of the catalog.
            return database;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /// A row of an index has 2,704 bytes at most.
    @Override
    public int keyBytesMax() {
        return 2_600;
    }

    /// Each owner's migrations for PostgreSQL lie beside those for SQLite.
    @Override
    public void migrate(String tables, String location) {
        betweenWrites(() -> Migrations.run(sessions.source(), tables, location + "-postgresql"));
        inheritance.bring(this, tables, location);
    }

    @Override
    Link connect(boolean writes) {
        try {
            Connection connection = sessions.connect();
            try {
                if (writes) {
                    owner.claim(connection);
                } else {
                    readOnly(connection);
                }
                return new Session(connection, sql(connection));
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw sessions.failed(e);
        }
    }

    private static void readOnly(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET default_transaction_read_only = on");
        }
    }

    private static DSLContext sql(Connection connection) {
        DefaultConnectionProvider provider = new DefaultConnectionProvider(new NulFreeConnection(connection));
        Configuration configuration = new DefaultConfiguration()
                .set(SQLDialect.POSTGRES)
                .set(new Settings().withExecuteLogging(false).withRenderSchema(false))
                .set(provider)
                .set(new DefaultTransactionProvider(provider, false)); // No savepoints: none are rolled back to.
        return configuration.dsl();
    }

    private static final class Session implements Link {
        private static final Duration FRESH = Duration.ofSeconds(1);
        private static final int SECONDS = 10;
        private final Connection connection;
        private final DSLContext sql;
        private long used = System.nanoTime();

        Session(Connection connection, DSLContext sql) {
            this.connection = connection;
            this.sql = sql;
        }

        @Override
        public DSLContext sql() {
            return sql;
        }

        /// The server is asked when there was a failure or a pause, in which it may have been restarted.
        @Override
        public boolean isUsable(boolean afterFailure) {
            long now = System.nanoTime();
            boolean fresh = !afterFailure && now - used < FRESH.toNanos();
            used = now;
            try {
                return !connection.isClosed() && (fresh || connection.isValid(SECONDS));
            } catch (SQLException e) {
                return false;
            }
        }

        @Override
        public void close() {
            try {
                connection.close();
            } catch (SQLException e) {
                // Broken already, or the server is gone: it gives back what the connection held.
            }
        }
    }

    @Override
    VaultException failed(DataAccessException e) {
        SQLException cause = e.getCause(SQLException.class);
        return cause == null ? sessions.failed(new SQLException(e.getMessage(), e)) : sessions.failed(cause);
    }
}
