package org.postern.vault.catalog;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.postern.vault.VaultException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// [org.postern.vault.Database] on one SQLite file in WAL mode, each commit forced out.
public final class SqliteDatabase extends SqlDatabase {
    private final SQLiteDataSource source;

    public SqliteDatabase(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(10_000);
        config.setCacheSize(-32_000); // KiB, for each connection.
        config.setTransactionMode(SQLiteConfig.TransactionMode.DEFERRED);
        this.source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
    }

    @Override
    public void migrate(String owner, String location) {
        betweenWrites(() -> Migrations.run(source, owner, location));
    }

    private record Opened(Connection connection, DSLContext sql) implements Link {
        @Override
        public boolean isUsable(boolean afterFailure) {
            return true;
        }

        @Override
        public void close() {
            try {
                connection.close();
            } catch (SQLException e) {
                throw failed(e.getMessage(), e);
            }
        }
    }

    @Override
    Link connect(boolean writes) {
        try {
            Connection connection = source.getConnection();
            try (Statement statement = connection.createStatement()) {
                // Addresses and subjects that are replaced or deleted are overwritten, not only let go.
                statement.execute("PRAGMA secure_delete = ON");
            }
            Settings settings = new Settings().withExecuteLogging(false).withRenderSchema(false);
            return new Opened(connection, DSL.using(connection, SQLDialect.SQLITE, settings));
        } catch (SQLException e) {
            throw failed(e.getMessage(), e);
        }
    }

    @Override
    VaultException failed(DataAccessException e) {
        return failed(e.getMessage(), e);
    }

    private static VaultException failed(@Nullable String cause, Exception e) {
        String text = String.valueOf(cause);
        if (text.contains("SQLITE_CORRUPT") || text.contains("SQLITE_NOTADB")) {
            return new VaultException(
                    VaultException.Kind.CORRUPT,
                    "The catalog catalog.db is damaged: " + text + ". Stop Postern, move catalog.db away and start"
                            + " again: the mail's own tables are rebuilt from the packs.",
                    e);
        }
        return new VaultException(
                VaultException.Kind.RETRYABLE,
                "The catalog could not be used: " + text
                        + ". Is the disk full or read-only? Try again when that is mended;"
                        + " nothing acknowledged is lost.",
                e);
    }
}
