package org.postern.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.postern.vault.store.Disk;
import org.postern.vault.store.DiskFile;
import org.postern.vault.store.LocalDisk;

/// A disk that fails at one chosen operation that changes something, and, when told, at all that follow: then nothing
/// works any more, as in a crash. A write that fails may leave its first half behind.
final class FaultyDisk implements Disk {
    private final Disk disk = new LocalDisk();
    private final boolean dies;
    private final boolean tears;
    private final long failAt;
    private long operations;
    private boolean dead;

    FaultyDisk(long failAt, boolean dies, boolean tears) {
        this.failAt = failAt;
        this.dies = dies;
        this.tears = tears;
    }

    synchronized long operations() {
        return operations;
    }

    private synchronized boolean fails() {
        operations++;
        if (dead || operations == failAt) {
            dead = dies;
            return true;
        }
        return false;
    }

    private void operate() throws IOException {
        if (fails()) {
            throw new IOException("No space left on device (injected)");
        }
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        operate();
        return new FaultyFile(disk.open(file));
    }

    @Override
    public DiskFile openForReading(Path file) throws IOException {
        return disk.openForReading(file);
    }

    @Override
    public byte[] readAll(Path file) throws IOException {
        return disk.readAll(file);
    }

    @Override
    public void replace(Path file, byte[] bytes) throws IOException {
        operate();
        disk.replace(file, bytes);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        operate();
        disk.move(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        operate();
        disk.delete(file);
    }

    @Override
    public boolean exists(Path file) throws IOException {
        return disk.exists(file);
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        return disk.list(directory);
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        operate();
        disk.createDirectories(directory);
    }

    private final class FaultyFile implements DiskFile {
        private final DiskFile file;

        FaultyFile(DiskFile file) {
            this.file = file;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void read(ByteBuffer into, long position) throws IOException {
            file.read(into, position);
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            if (fails()) {
                if (tears) {
                    ByteBuffer half = from.duplicate();
                    half.limit(half.position() + half.remaining() / 2);
                    file.write(half, position);
                }
                throw new IOException("No space left on device (injected)");
            }
            file.write(from, position);
        }

        @Override
        public void force() throws IOException {
            operate();
            file.force();
        }

        @Override
        public void truncate(long size) throws IOException {
            operate();
            file.truncate(size);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
