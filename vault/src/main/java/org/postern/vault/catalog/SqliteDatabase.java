package org.postern.vault.catalog;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.postern.vault.Database;
import org.postern.vault.VaultException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// [Database] on one SQLite file in WAL mode, each commit forced out.
///
/// SQLite's native calls pin virtual threads, so all work runs on platform threads of its own: one that writes, a few
/// that read, each with a connection to itself. Work that calls back into the database joins the work it is part of.
public final class SqliteDatabase implements Database {
    private static final int READERS = 4;
    private final SQLiteDataSource source;
    private final ExecutorService writer;
    private final ExecutorService readers;
    private final List<Connection> connections = new ArrayList<>(); // Guarded by itself.

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
        this.writer = Executors.newSingleThreadExecutor(work -> new Worker(this, "catalog-writer", work));
        this.readers = Executors.newFixedThreadPool(READERS, work -> new Worker(this, "catalog-reader", work));
    }

    @Override
    public void migrate(String owner, String location) {
        run(writer, () -> {
            try {
                Flyway.configure(SqliteDatabase.class.getClassLoader())
                        .dataSource(source)
                        .locations("classpath:" + location)
                        .table("flyway_" + owner)
                        .baselineOnMigrate(true) // Another owner's tables may be there already.
                        .baselineVersion("0")
                        .load()
                        .migrate();
                return true;
            } catch (FlywayException e) {
                throw new VaultException(
                        VaultException.Kind.PERMANENT,
                        "The tables of " + owner + " could not be brought up to date: " + e.getMessage()
                                + " Was the vault used by a newer version? Then use that one.",
                        e);
            }
        });
    }

    /// A thread with a connection of its own.
    private static final class Worker extends Thread {
        private final SqliteDatabase database;
        private @Nullable DSLContext context;
        private boolean writing;

        Worker(SqliteDatabase database, String name, Runnable work) {
            super(work, name);
            this.database = database;
            setDaemon(true);
        }

        DSLContext context() {
            if (context == null) {
                context = database.connect();
            }
            return context;
        }

        <T> T inTransaction(Function<DSLContext, T> work) {
            writing = true;
            try {
                return context().transactionResult(configuration -> work.apply(configuration.dsl()));
            } finally {
                writing = false;
            }
        }
    }

    /// The worker that the caller runs on, when it is one of ours: then it is part of work already begun.
    private Optional<Worker> joined() {
        return Thread.currentThread() instanceof Worker worker && worker.database == this
                ? Optional.of(worker)
                : Optional.empty();
    }

    private static Worker worker() {
        return (Worker) Thread.currentThread();
    }

    @Override
    public <T> T read(Function<DSLContext, T> work) {
        return joined().map(worker -> work.apply(worker.context()))
                .orElseGet(() -> run(readers, () -> guarded(() -> work.apply(worker().context()))));
    }

    @Override
    public <T> T write(Function<DSLContext, T> work) {
        Optional<Worker> joined = joined();
        if (joined.isPresent() && !joined.get().writing) {
            throw new IllegalStateException("A read of the database cannot turn into a write.");
        }
        return joined.map(worker -> work.apply(worker.context()))
                .orElseGet(() -> run(writer, () -> guarded(() -> worker().inTransaction(work))));
    }

    private DSLContext connect() {
        try {
            Connection connection = source.getConnection();
            try (Statement statement = connection.createStatement()) {
                // Addresses and subjects that are replaced or deleted are overwritten, not only let go.
                statement.execute("PRAGMA secure_delete = ON");
            }
            synchronized (connections) {
                connections.add(connection);
            }
            Settings settings = new Settings().withExecuteLogging(false).withRenderSchema(false);
            return DSL.using(connection, SQLDialect.SQLITE, settings);
        } catch (SQLException e) {
            throw failed(e.getMessage(), e);
        }
    }

    private static <T> T guarded(java.util.function.Supplier<T> work) {
        try {
            return work.get();
        } catch (DataAccessException e) {
            throw failed(e.getMessage(), e);
        }
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

    private <T> T run(ExecutorService executor, java.util.concurrent.Callable<T> work) {
        Future<T> future = executor.submit(work);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true; // The work goes on; its outcome must be known.
                } catch (ExecutionException e) {
                    throw rethrown(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException rethrown(@Nullable Throwable cause) {
        if (cause instanceof VaultException known) { // Anew, with the stack of the caller as well.
            return new VaultException(known.kind(), String.valueOf(known.getMessage()), known);
        }
        return cause instanceof RuntimeException bug ? bug : new IllegalStateException(cause);
    }

    @Override
    public void close() {
        writer.close();
        readers.close();
        synchronized (connections) {
            for (Connection connection : connections) {
                try {
                    connection.close();
                } catch (SQLException e) {
                    throw failed(e.getMessage(), e);
                }
            }
            connections.clear();
        }
    }
}
