package org.postern.vault;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jooq.DSLContext;

/// A database whose chosen write fails: before it did anything, or only in its answer, the rows being there.
final class FaultyDatabase implements Database {
    private final Database database;
    private final int failAt;
    private final boolean afterwards;
    private final AtomicInteger writes = new AtomicInteger();

    FaultyDatabase(Database database, int failAt, boolean afterwards) {
        this.database = database;
        this.failAt = failAt;
        this.afterwards = afterwards;
    }

    int writes() {
        return writes.get();
    }

    @Override
    public void migrate(String owner, String location) {
        database.migrate(owner, location);
    }

    @Override
    public <T> T read(Function<DSLContext, T> work) {
        return database.read(work);
    }

    @Override
    public <T> T write(Function<DSLContext, T> work) {
        boolean fails = writes.incrementAndGet() == failAt;
        if (fails && !afterwards) {
            throw failure();
        }
        T result = database.write(work);
        if (fails) {
            throw failure();
        }
        return result;
    }

    private static VaultException failure() {
        return new VaultException(VaultException.Kind.RETRYABLE, "The catalog could not be used (injected).");
    }

    @Override
    public void close() {
        database.close();
    }
}
