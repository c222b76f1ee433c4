package org.postern.extract;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Where the program that reads documents is, and its limits.
///
/// @param classPath of the program, with its parsers
/// @param main its main class
/// @param java the `java` to run it with
/// @param perDocument a document that takes longer is given up and the process killed
/// @param idle a process without work for so long is stopped
/// @param heapMebibytes of the process; its memory in all is about twice that
public record ExtractorProgram(
        String classPath, String main, Path java, Duration perDocument, Duration idle, int heapMebibytes) {
    static final String MAIN = "org.postern.extract.child.ExtractMain";

    private static final Duration PER_DOCUMENT = Duration.ofSeconds(30);
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final int HEAP = 320;

    public ExtractorProgram {
        if (perDocument.isNegative() || perDocument.isZero() || idle.isNegative() || heapMebibytes < 16) {
            throw new IllegalArgumentException("limits that let nothing be read");
        }
    }

    /// The program as `./postern` builds it below the given home; empty where it is not built.
    public static Optional<ExtractorProgram> below(Path home) {
        Path jars = home.resolve("target/dist/extract");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return holdsProgram(jars)
                ? Optional.of(new ExtractorProgram(jars.resolve("*").toString(), MAIN, java, PER_DOCUMENT, IDLE, HEAP))
                : Optional.empty();
    }

    private static boolean holdsProgram(Path jars) {
        if (!Files.isDirectory(jars)) {
            return false;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(jars, "tika-core-*.jar")) {
            return found.iterator().hasNext();
        } catch (IOException unreadable) {
            return false;
        }
    }
}
