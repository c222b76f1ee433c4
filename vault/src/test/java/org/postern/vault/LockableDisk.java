package org.postern.vault;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.List;
import org.postern.vault.store.Disk;
import org.postern.vault.store.DiskFile;
import org.postern.vault.store.LocalDisk;

/// A disk that refuses to delete finished packs while it is locked, as an object lock does.
final class LockableDisk implements Disk {
    private final Disk disk = new LocalDisk();
    volatile boolean locked;

    @Override
    public DiskFile open(Path file) throws IOException {
        return disk.open(file);
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
        disk.replace(file, bytes);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        disk.move(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        if (locked && file.toString().endsWith(".pack")) {
            throw new AccessDeniedException(file.toString());
        }
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
        disk.createDirectories(directory);
    }
}
