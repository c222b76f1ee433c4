package org.postern.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// The server's own directory: held by one process at a time, and readable by its owner alone.
final class ServerDirectory implements AutoCloseable {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path path;
    private final FileChannel channel;

    private ServerDirectory(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /// Makes the directory where needed and takes hold of it.
    static ServerDirectory open(Path directory) throws StartException {
        try {
            Path path = Files.createDirectories(directory.toAbsolutePath().normalize());
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            FileChannel channel =
                    FileChannel.open(path.resolve("server.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isHeld(channel)) {
                channel.close();
                throw inUse(path);
            }
            return new ServerDirectory(path, channel);
        } catch (IOException e) {
            throw new StartException(
                    StartException.FAILED,
                    "The directory " + directory + " cannot be used (" + e + "): make it writable, or choose another by"
                            + " --dir.");
        }
    }

    private static boolean isHeld(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock == null;
        } catch (OverlappingFileLockException sameProcess) {
            return true;
        }
    }

    private static StartException inUse(Path path) {
        String other = "";
        try {
            other = " ("
                    + Files.readString(path.resolve("server.json"), StandardCharsets.UTF_8)
                            .strip() + ")";
        } catch (IOException e) {
            // Without the file the message is only less exact.
        }
        return new StartException(
                StartException.IN_USE,
                "Another server uses " + path + " already" + other
                        + ": use that one, stop it first, or choose another directory by --dir.");
    }

    Path path() {
        return path;
    }

    /// Whether nothing was ever kept here.
    boolean isNew() {
        return !Files.exists(path.resolve("vault"));
    }

    Optional<String> read(String name) throws StartException {
        Path file = path.resolve(name);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(file, StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            throw new StartException(
                    StartException.FAILED, file + " cannot be read (" + e + "): give it back to the server's user.");
        }
    }

    /// Puts a file in place as a whole, readable by its owner only.
    void write(String name, String text) throws StartException {
        Path file = path.resolve(name);
        Path fresh = path.resolve(name + ".new");
        try {
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, OWNER_ONLY);
            Files.writeString(fresh, text + "\n", StandardCharsets.UTF_8);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new StartException(
                    StartException.FAILED, file + " cannot be written (" + e + "): check the disk's room and rights.");
        }
    }

    void delete(String name) throws IOException {
        Files.deleteIfExists(path.resolve(name));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
