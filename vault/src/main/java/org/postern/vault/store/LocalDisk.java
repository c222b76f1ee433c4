package org.postern.vault.store;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The machine's own filesystem, with every file and directory entry forced out where [Disk] says durable.
public class LocalDisk implements Disk {
    private static final int SLICE = 256 << 10; // Bounds the native copy that a write makes.

    @Override
    public DiskFile open(Path file) throws IOException {
        boolean fresh = !Files.exists(file);
        DiskFile opened = new LocalFile(file, "rw");
        if (fresh) {
            forceParent(file);
        }
        return opened;
    }

    @Override
    public DiskFile openForReading(Path file) throws IOException {
        return new LocalFile(file, "r");
    }

    @Override
    public byte[] readAll(Path file) throws IOException {
        return Files.readAllBytes(file);
    }

    @Override
    public void replace(Path file, byte[] bytes) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        move(fresh, file);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        forceParent(to);
        if (!Objects.equals(
                from.toAbsolutePath().getParent(), to.toAbsolutePath().getParent())) {
            forceParent(from);
        }
    }

    @Override
    public void delete(Path file) throws IOException {
        if (Files.deleteIfExists(file)) {
            forceParent(file);
        }
    }

    @Override
    public boolean exists(Path file) {
        return Files.exists(file);
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.sorted().toList();
        }
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        Path missing = directory.toAbsolutePath();
        if (Files.isDirectory(missing)) {
            return;
        }
        Path parent = missing.getParent();
        if (parent != null) {
            createDirectories(parent);
        }
        Files.createDirectories(missing);
        forceParent(missing);
    }

    private static void forceParent(Path file) throws IOException {
        @Nullable Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(parent, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// A [RandomAccessFile] and not a `FileChannel`, which an interrupt of any one reader would close for all.
    private static final class LocalFile implements DiskFile {
        private final RandomAccessFile file;

        LocalFile(Path path, String mode) throws IOException {
            try {
                this.file = new RandomAccessFile(path.toFile(), mode);
            } catch (FileNotFoundException e) {
                throw Files.exists(path) ? e : new NoSuchFileException(path.toString());
            }
        }

        @Override
        public synchronized long size() throws IOException {
            return file.length();
        }

        @Override
        public synchronized void read(ByteBuffer into, long position) throws IOException {
            if (position + into.remaining() > file.length()) {
                throw new EOFException(
                        "the file ends at byte " + file.length() + ", before " + (position + into.remaining()));
            }
            file.seek(position);
            file.readFully(into.array(), into.arrayOffset() + into.position(), into.remaining());
            into.position(into.limit());
        }

        @Override
        public synchronized void write(ByteBuffer from, long position) throws IOException {
            file.seek(position);
            while (from.hasRemaining()) {
                int slice = Math.min(SLICE, from.remaining());
                file.write(from.array(), from.arrayOffset() + from.position(), slice);
                from.position(from.position() + slice);
            }
        }

        @Override
        public void force() throws IOException {
            file.getFD().sync();
        }

        @Override
        public synchronized void truncate(long size) throws IOException {
            if (size < file.length()) {
                file.setLength(size);
            }
        }

        @Override
        public synchronized void close() throws IOException {
            file.close();
        }
    }
}
