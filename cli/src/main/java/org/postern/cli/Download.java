package org.postern.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;

/// Writes what the server sends to a file: beside its place and moved there whole, so that half a file is never taken
/// for all of it.
final class Download {
    private Download() {}

    static void refuseToReplace(Path file, boolean force) {
        if (Files.exists(file) && !force) {
            throw new ClientException(
                    ExitCode.FAILED, file + " is there already.", "Give another --out, or --force to write over it.");
        }
    }

    static long save(InputStream bytes, Path file) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (bytes) {
            long written = Files.copy(bytes, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            return written;
        } catch (IOException e) {
            throw new ClientException(
                    ExitCode.FAILED,
                    "What the server sent could not be written to " + file + ": " + e + ".",
                    "Look for room on the disk and permission to write there, then run the command again.",
                    e);
        }
    }
}
