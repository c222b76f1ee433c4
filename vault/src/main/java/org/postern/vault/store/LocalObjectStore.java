package org.postern.vault.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/// Packs as files below one directory; [#put] renames, so source and store must share a filesystem.
///
/// One process has a directory at a time (the vault's lock), so that its own monitor is enough to put a key once.
public final class LocalObjectStore implements ObjectStore {
    private final Disk disk;
    private final Path directory;

    public LocalObjectStore(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    @Override
    public synchronized void put(String key, Path file) throws IOException {
        Path target = path(key);
        disk.createDirectories(Objects.requireNonNull(target.getParent()));
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
    public SortedMap<String, Long> sizes(String prefix) throws IOException {
        SortedMap<String, Long> sizes = new TreeMap<>();
        int folder = prefix.lastIndexOf('/');
        collect(folder < 0 ? directory : path(prefix.substring(0, folder)), prefix, sizes);
        return sizes;
    }

    private void collect(Path from, String prefix, SortedMap<String, Long> sizes) throws IOException {
        for (Path entry : disk.list(from)) {
            String key = directory.relativize(entry).toString().replace('\\', '/');
            BasicFileAttributes attributes = Files.readAttributes(entry, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                collect(entry, prefix, sizes);
            } else if (key.startsWith(prefix)) {
                sizes.put(key, attributes.size());
            }
        }
    }

    @Override
    public void delete(String key) throws IOException {
        disk.delete(path(key));
    }

    /// The file of an object, whether it is there or not.
    Path path(String key) {
        return directory.resolve(ObjectStore.requireKey(key));
    }
}
