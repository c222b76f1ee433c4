package org.postern.vault.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// Packs as files below one directory; [#put] renames, so source and store must share a filesystem.
public final class LocalObjectStore implements ObjectStore {
    private static final Pattern KEY = Pattern.compile("[a-z0-9_-][a-z0-9._-]*(/[a-z0-9_-][a-z0-9._-]*)*");
    private final Disk disk;
    private final Path directory;

    public LocalObjectStore(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    @Override
    public void put(String key, Path file) throws IOException {
        Path target = path(key);
        disk.createDirectories(target.resolve("..").normalize());
        if (disk.exists(target)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        disk.move(file, target);
    }

    @Override
    public byte[] get(String key, long offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        try (DiskFile file = disk.openForReading(path(key))) {
            file.read(ByteBuffer.wrap(bytes), offset);
        }
        return bytes;
    }

    @Override
    public OptionalLong size(String key) throws IOException {
        try (DiskFile file = disk.openForReading(path(key))) {
            return OptionalLong.of(file.size());
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        }
    }

    @Override
    public List<String> list(String prefix) throws IOException {
        List<String> keys = new ArrayList<>();
        collect(directory, keys);
        return keys.stream().filter(key -> key.startsWith(prefix)).sorted().toList();
    }

    private void collect(Path from, List<String> keys) throws IOException {
        for (Path entry : disk.list(from)) {
            if (Files.isDirectory(entry)) {
                collect(entry, keys);
            } else {
                keys.add(directory.relativize(entry).toString().replace('\\', '/'));
            }
        }
    }

    @Override
    public void delete(String key) throws IOException {
        disk.delete(path(key));
    }

    private Path path(String key) {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("not a key of an object store: " + key);
        }
        return directory.resolve(key);
    }
}
