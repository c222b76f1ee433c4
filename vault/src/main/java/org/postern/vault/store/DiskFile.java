package org.postern.vault.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/// One open file, read and written by position from any thread, by buffers that have an array.
public interface DiskFile extends Closeable {
    long size() throws IOException;

    /// Fills `into`, or throws `EOFException` when the file ends before.
    void read(ByteBuffer into, long position) throws IOException;

    /// Writes all of `from`; when it throws, any part may have been written.
    void write(ByteBuffer from, long position) throws IOException;

    /// Makes what was written durable. After a failure nobody knows what is (the kernel may have dropped the pages),
    /// so the caller must take all since the last success as lost.
    void force() throws IOException;

    void truncate(long size) throws IOException;
}
