package org.postern.vault.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// A disk whose files are read and never changed: whatever would tidy them up is let fall.
///
/// For reading a vault that must stay as it is, such as the only copy left. What must be kept cannot be written through
/// it: [#replace] and [#move] fail.
public final class UntouchedDisk extends LocalDisk {
    @Override
    public DiskFile open(Path file) throws IOException {
        return new Untouched(openForReading(file));
    }

    @Override
    public void replace(Path file, byte[] bytes) throws IOException {
        throw new IOException(file + " is only read here");
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        throw new IOException(from + " is only read here");
    }

    @Override
    public void delete(Path file) {}

    @Override
    public void createDirectories(Path directory) {}

    private record Untouched(DiskFile file) implements DiskFile {
        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void read(ByteBuffer into, long position) throws IOException {
            file.read(into, position);
        }

        @Override
        public void write(ByteBuffer from, long position) {
            from.position(from.limit()); // Only the header of a pack that holds nothing yet.
        }

        @Override
        public void force() {}

        @Override
        public void truncate(long size) {}

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
