package org.postern.connections.ledger;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import org.postern.connections.keys.PrivateFile;

/// Opens the files of a ledger for writing: readable by their owner alone, and not closed when a thread that uses them
/// is interrupted, as a channel would be (a cancelled restore must not end its tenant's ledger).
final class OwnFile implements LineStore {
    private final RandomAccessFile file;

    private OwnFile(RandomAccessFile file) {
        this.file = file;
    }

    static RandomAccessFile open(Path path) throws IOException {
        FileChannel.open(
                        path,
                        EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        PrivateFile.attributes(path, "rw-------"))
                .close();
        return new RandomAccessFile(path.toFile(), "rw");
    }

    static LineStore lines(Path path) throws IOException {
        return new OwnFile(open(path));
    }

    @Override
    public synchronized void write(long offset, byte[] bytes) throws IOException {
        file.seek(offset);
        file.write(bytes);
    }

    @Override
    public synchronized void cut(long size) throws IOException {
        file.setLength(size);
    }

    @Override
    public void force() throws IOException {
        file.getFD().sync();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
