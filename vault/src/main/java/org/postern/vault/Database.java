package org.postern.vault;

import java.util.function.Function;
import org.jooq.DSLContext;

/// The SQL database of a vault, embedded or on a server: one writer at a time, any number of readers, every write a
/// durable transaction.
public interface Database extends AutoCloseable {
    /// Brings the tables of one owner up to date from its Flyway migrations at `classpath:location`.
    void migrate(String owner, String location);

    /// How many bytes of UTF-8 a text may have by which rows are found.
    default int keyBytesMax() {
        return Integer.MAX_VALUE;
    }

    /// Throws [VaultException]: RETRYABLE when the disk is full or the server is away, and works again when it is not.
    <T> T read(Function<DSLContext, T> work);

    /// Runs `work` in one transaction, durable on return; rolled back when it throws. After a RETRYABLE
    /// [VaultException] it may have taken effect all the same: the server was lost before it could answer.
    <T> T write(Function<DSLContext, T> work);

    @Override
    void close();
}
