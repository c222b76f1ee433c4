package org.postern.connections;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.keys.PrivateFile;

/// Makes sure that one process alone has a directory of connections open.
final class DirectoryLock implements AutoCloseable {
    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    static DirectoryLock take(Path directory) {
        Path file = directory.resolve("lock");
        try {
            PrivateFile.makeDirectory(directory);
            FileChannel channel = FileChannel.open(
                    file,
                    EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    PrivateFile.attributes(file, "rw-------"));
            if (lock(channel) == null) {
                channel.close();
                throw new ConnectionException(
                        Kind.PERMANENT,
                        "The connections in " + directory + " are open in another process. Stop that one first, or use"
                                + " another directory.");
            }
            return new DirectoryLock(channel);
        } catch (IOException e) {
            throw new ConnectionException(
                    Kind.PERMANENT,
                    "The directory " + directory + " cannot be used: " + e.getMessage()
                            + ". Check that it can be made and written by this user.",
                    e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // This very process has it.
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new ConnectionException(Kind.PERMANENT, "The lock file could not be closed: " + e.getMessage(), e);
        }
    }
}
