package org.postern.connections.ledger;

import java.io.Closeable;
import java.io.IOException;

/// Where a ledger's lines lie: written at their places, and forced to the disk.
///
/// Safe from many threads; what it does is not ended by an interrupt.
interface LineStore extends Closeable {
    /// All of it or, when it fails, maybe a part.
    void write(long offset, byte[] bytes) throws IOException;

    void cut(long size) throws IOException;

    /// When it fails, what was written before may be lost though it can still be read (fsync(2)).
    void force() throws IOException;
}
