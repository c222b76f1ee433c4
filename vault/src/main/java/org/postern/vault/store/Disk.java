package org.postern.vault.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The file operations that durability rests on, few enough to make each of them fail in a test.
public interface Disk {
    /// Opens a file for reading and writing; one that is made new has its directory entry durable on return.
    DiskFile open(Path file) throws IOException;

    DiskFile openForReading(Path file) throws IOException;

    byte[] readAll(Path file) throws IOException;

    /// Puts `bytes` in the place of the file: durable on return, and after a crash either the old or the new is there.
    void replace(Path file, byte[] bytes) throws IOException;

    /// Moves a file within one filesystem: atomic, and durable on return.
    void move(Path from, Path to) throws IOException;

    /// Deletes the file; no effect when it is not there.
    void delete(Path file) throws IOException;

    boolean exists(Path file) throws IOException;

    /// The entries of a directory in order of their names; none when there is no such directory.
    List<Path> list(Path directory) throws IOException;

    /// Makes the directory and its parents, durable on return.
    void createDirectories(Path directory) throws IOException;
}
