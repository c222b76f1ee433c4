package org.postern.vault;

import java.util.function.Function;
import org.jooq.DSLContext;

/// The embedded SQL database: one writer at a time, any number of readers, every write a durable transaction.
public interface Database extends AutoCloseable {
    /// Brings the tables of one owner up to date from its Flyway migrations at `classpath:location`.
    void migrate(String owner, String location);

    <T> T read(Function<DSLContext, T> work);

    /// Runs `work` in one transaction, durable on return; rolled back when it throws.
    <T> T write(Function<DSLContext, T> work);

    @Override
    void close();
}
