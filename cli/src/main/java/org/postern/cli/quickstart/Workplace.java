package org.postern.cli.quickstart;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;

/// A folder that one quick start has to itself; only a folder made by a quick start is ever emptied.
public final class Workplace implements AutoCloseable {
    private static final String MARK = ".quickstart";

    private final Path folder;
    private final FileChannel lockFile;

    private Workplace(Path folder, FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    public Path folder() {
        return folder;
    }

    /// Takes the folder for this process.
    ///
    /// @param fresh empty it first
    public static Workplace open(Path folder, boolean fresh) {
        try {
            if (Files.isDirectory(folder) && !Files.exists(folder.resolve(MARK)) && !isEmpty(folder)) {
                throw new ClientException(
                        ExitCode.FAILED,
                        folder + " holds something that is not of a quick start, and is left alone.",
                        "Give --dir a new folder.");
            }
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(folder.resolve(MARK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new ClientException(
                        ExitCode.FAILED,
                        "Another quick start is running in " + folder + ".",
                        "End it, or give this one another folder with --dir.");
            }
            if (fresh) {
                empty(folder);
            }
            return new Workplace(folder, channel);
        } catch (IOException e) {
            throw new ClientException(
                    ExitCode.FAILED,
                    "The folder " + folder + " cannot be used: " + e + ".",
                    "Give --dir a folder that you may write to, on a disk with room.",
                    e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null; // This process has it already.
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.findAny().isEmpty();
        }
    }

    private static void empty(Path folder) throws IOException {
        List<Path> inside;
        try (Stream<Path> walk = Files.walk(folder)) {
            inside = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : inside) {
            if (!path.equals(folder) && !path.equals(folder.resolve(MARK))) {
                Files.delete(path);
            }
        }
    }

    @Override
    public void close() {
        try {
            lockFile.close(); // Gives the lock back.
        } catch (IOException _) {
            // The process ends next, and the lock with it.
        }
    }
}
