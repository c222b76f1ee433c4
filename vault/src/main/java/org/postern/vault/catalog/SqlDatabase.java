package org.postern.vault.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.postern.vault.Database;
import org.postern.vault.VaultException;

/// What the engines share: all work runs on platform threads of their own, one that writes, a few that read, each with
/// a connection to itself. Work that calls back into the database joins the work it is part of.
///
/// Platform threads because SQLite's native calls pin virtual ones, and because an interrupt of a virtual thread would
/// close the socket to a server, and with it what that connection holds.
abstract sealed class SqlDatabase implements Database permits SqliteDatabase, PostgresDatabase {
    private static final int READERS = 4;
    private final ExecutorService writer;
    private final ExecutorService readers;
    private final List<Link> links = new ArrayList<>(); // Guarded by itself.

    SqlDatabase() {
        this.writer = Executors.newSingleThreadExecutor(work -> new Worker(this, true, work));
        this.readers = Executors.newFixedThreadPool(READERS, work -> new Worker(this, false, work));
    }

    /// One worker's connection.
    interface Link {
        DSLContext sql();

        /// Whether work can begin on it; asked before each.
        ///
        /// @param afterFailure whether the work before this failed in the database
        boolean isUsable(boolean afterFailure);

        void close();
    }

    /// A new connection for a worker.
    abstract Link connect(boolean writes);

    /// What became of work that ended in an error of the database.
    abstract VaultException failed(DataAccessException e);

    /// A thread with a connection of its own.
    private static final class Worker extends Thread {
        private final SqlDatabase database;
        private final boolean writes;
        private @Nullable Link link;
        private boolean writing;
        private boolean troubled;

        Worker(SqlDatabase database, boolean writes, Runnable work) {
            super(work, writes ? "catalog-writer" : "catalog-reader");
            this.database = database;
            this.writes = writes;
            setDaemon(true);
        }

        /// For the next work: a connection that broke is replaced.
        DSLContext begin() {
            if (link != null && !link.isUsable(troubled)) {
                database.drop(link);
                link = null;
            }
            troubled = false;
            if (link == null) {
                link = database.connect(writes);
                database.keep(link);
            }
            return link.sql();
        }

        DSLContext joined() {
            return link == null ? begin() : link.sql();
        }

        <T> T inTransaction(Function<DSLContext, T> work) {
            DSLContext sql = begin();
            writing = true;
            try {
                return sql.transactionResult(configuration -> work.apply(configuration.dsl()));
            } finally {
                writing = false;
            }
        }
    }

    private void keep(Link link) {
        synchronized (links) {
            links.add(link);
        }
    }

    private void drop(Link link) {
        synchronized (links) {
            links.remove(link);
        }
        link.close();
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
        return joined().map(worker -> work.apply(worker.joined()))
                .orElseGet(() -> run(readers, () -> guarded(() -> work.apply(worker().begin()))));
    }

    @Override
    public <T> T write(Function<DSLContext, T> work) {
        Optional<Worker> joined = joined();
        if (joined.isPresent() && !joined.get().writing) {
            throw new IllegalStateException("A read of the database cannot turn into a write.");
        }
        return joined.map(worker -> work.apply(worker.joined()))
                .orElseGet(() -> run(writer, () -> guarded(() -> worker().inTransaction(work))));
    }

    /// Runs `work` when nothing is being written.
    <T> T betweenWrites(Callable<T> work) {
        return run(writer, work);
    }

    private <T> T guarded(Supplier<T> work) {
        try {
            return work.get();
        } catch (DataAccessException e) {
            worker().troubled = true;
            throw failed(e);
        }
    }

    private static <T> T run(ExecutorService executor, Callable<T> work) {
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
        synchronized (links) {
            links.forEach(Link::close);
            links.clear();
        }
    }
}
