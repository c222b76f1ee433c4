package org.postern.recover;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.postern.vault.Database;

/// A database of one SQLite file and one connection, for tests that need no vault.
final class SqliteDatabase implements Database {
    private final String url;
    private final Connection connection;
    private final DSLContext sql;

    SqliteDatabase(Path file) {
        url = "jdbc:sqlite:" + file;
        try {
            connection = DriverManager.getConnection(url);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        sql = DSL.using(connection, SQLDialect.SQLITE);
        sql.execute("pragma synchronous = off");
    }

    @Override
    public synchronized void migrate(String owner, String location) {
        Flyway.configure()
                .dataSource(url, "", "")
                .locations("classpath:" + location)
                .table("flyway_" + owner)
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
    }

    @Override
    public synchronized <T> T read(Function<DSLContext, T> work) {
        return work.apply(sql);
    }

    @Override
    public synchronized <T> T write(Function<DSLContext, T> work) {
        return sql.transactionResult(configuration -> work.apply(configuration.dsl()));
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
