package org.postern.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postern.vault.store.Disk;
import org.postern.vault.store.DiskFile;
import org.postern.vault.store.LocalDisk;

/// A disk that fails at one chosen operation that changes something, in one of several ways.
final class FaultyDisk implements Disk {
    /// How it fails.
    enum Mode {
        /// As in a crash: nothing works any more.
        DIES(true, false, false),
        /// A crash within a write, half of which is there afterwards.
        DIES_TORN(true, true, false),
        /// A crash after which all that was not forced out is gone, and half of the write under way is there.
        DIES_LOSING(true, true, true),
        /// The operation does nothing; the next ones work.
        FAILS_ONCE(false, false, false),
        /// As above, and half of a write is there.
        FAILS_ONCE_TORN(false, true, false);

        private final boolean dies;
        private final boolean tears;
        private final boolean loses;

        Mode(boolean dies, boolean tears, boolean loses) {
            this.dies = dies;
            this.tears = tears;
            this.loses = loses;
        }
    }

    private final Disk disk = new LocalDisk();
    private final Mode mode;
    private final long failAt;
    private final Map<Path, byte[]> forced = new HashMap<>(); // Of files that are written piece by piece.
    private long operations;
    private boolean dead;

    FaultyDisk(long failAt, Mode mode) {
        this.failAt = failAt;
        this.mode = mode;
    }

    static FaultyDisk sound() {
        return new FaultyDisk(Long.MAX_VALUE, Mode.DIES);
    }

    synchronized long operations() {
        return operations;
    }

    private synchronized boolean fails() throws IOException {
        operations++;
        if (!dead && operations != failAt) {
            return false;
        }
        if (!dead && mode.loses) {
            for (Map.Entry<Path, byte[]> file : forced.entrySet()) {
                Files.write(file.getKey(), file.getValue());
            }
        }
        dead = mode.dies;
        return true;
    }

    private void operate() throws IOException {
        if (fails()) {
            throw new IOException("No space left on device (injected)");
        }
    }

    private synchronized void settled(Path file) throws IOException {
        if (mode.loses && !dead) {
            forced.put(file, Files.readAllBytes(file));
        }
    }

    private synchronized void renamed(Path from, Path to) {
        byte[] bytes = forced.remove(from);
        if (bytes != null) {
            forced.put(to, bytes);
        }
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        operate();
        DiskFile opened = disk.open(file);
        settled(file);
        return new FaultyFile(file, opened);
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
        renamed(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        operate();
        disk.delete(file);
        synchronized (this) {
            forced.remove(file);
        }
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
        private final Path path;
        private final DiskFile file;

        FaultyFile(Path path, DiskFile file) {
            this.path = path;
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
            if (!fails()) {
                file.write(from, position);
                return;
            }
            if (mode.tears) {
                ByteBuffer half = from.duplicate();
                half.limit(half.position() + half.remaining() / 2);
                file.write(half, position);
            }
            throw new IOException("No space left on device (injected)");
        }

        @Override
        public void force() throws IOException {
            operate();
            file.force();
            settled(path);
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
