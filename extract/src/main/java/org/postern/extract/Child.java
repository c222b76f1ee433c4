package org.postern.extract;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.postern.extract.Extraction.NotExtracted;
import org.postern.extract.Extraction.Reason;

/// One running process that reads documents. Used by one thread at a time, but for [#giveUp].
final class Child {
    private static final System.Logger LOG = System.getLogger(Child.class.getName());
    private static final int EXIT_OUT_OF_MEMORY = 3; // What -XX:+ExitOnOutOfMemoryError ends with.
    private static final long END_SECONDS = 5;

    private final Process process;
    private final Path scratch;
    private final DataOutputStream to;
    private final DataInputStream from;
    private volatile boolean gaveUp;
    private boolean broken;

    private Child(Process process, Path scratch) {
        this.process = process;
        this.scratch = scratch;
        this.to = new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), 1 << 16));
        this.from = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16));
    }

    /// Starts the program; empty when the system does not let it.
    static Optional<Child> start(ExtractorProgram program) {
        try {
            Path scratch = Files.createTempDirectory("postern-extract-");
            ProcessBuilder builder = new ProcessBuilder(command(program, scratch));
            Map<String, String> environment = builder.environment();
            environment.clear(); // The passphrase of the vault may stand there.
            environment.put("LC_ALL", "C.UTF-8");
            builder.directory(scratch.toFile());
            builder.redirectError(ProcessBuilder.Redirect.DISCARD);
            try {
                return Optional.of(new Child(builder.start(), scratch));
            } catch (IOException e) {
                erase(scratch);
                throw e;
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "The program that takes text from documents did not start.", e);
            return Optional.empty();
        }
    }

    private static List<String> command(ExtractorProgram program, Path scratch) {
        return List.of(
                program.java().toString(),
                "-Xmx" + program.heapMebibytes() + "m",
                "-Xss2m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1", // Most processes live for seconds.
                "-XX:MaxDirectMemorySize=32m",
                "-XX:ErrorFile=" + scratch.resolve("crash.log"),
                "--sun-misc-unsafe-memory-access=allow",
                "-Dfile.encoding=UTF-8",
                "-Djava.awt.headless=true",
                "-Djava.io.tmpdir=" + scratch,
                "-Duser.home=" + scratch,
                "-Djdk.net.hosts.file=" + scratch.resolve("no-hosts"), // No name is looked up anywhere else.
                "-Djava.nio.channels.spi.SelectorProvider=org.postern.extract.child.NoNetwork",
                "-Djava.nio.channels.spi.AsynchronousChannelProvider="
                        + "org.postern.extract.child.NoAsynchronousNetwork",
                "-cp",
                program.classPath(),
                program.main());
    }

    /// Asks and waits. After an answer other than from the program itself this child is no longer usable.
    Extraction ask(Document document) {
        try {
            Wire.write(to, document);
            return Wire.readExtraction(from, document.maxChars());
        } catch (IOException e) {
            broken = true;
            return whyItEnded(e);
        }
    }

    private Extraction whyItEnded(IOException e) {
        if (gaveUp) {
            return new NotExtracted(Reason.TIMED_OUT, "the process was killed at its time limit");
        }
        Optional<Integer> exit = exitCode();
        if (exit.equals(Optional.of(EXIT_OUT_OF_MEMORY))) {
            return new NotExtracted(Reason.OUT_OF_MEMORY, "the process ran out of its memory");
        }
        return new NotExtracted(
                Reason.CRASHED,
                exit.map(code -> "exit code " + code)
                        .orElse("an answer without the form agreed on: " + e.getMessage()));
    }

    private Optional<Integer> exitCode() {
        try {
            return process.waitFor(END_SECONDS, TimeUnit.SECONDS) ? Optional.of(process.exitValue()) : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /// Kills the process because the document at hand takes too long; from any thread.
    void giveUp() {
        gaveUp = true;
        process.destroyForcibly();
    }

    boolean isUsable() {
        return !broken && !gaveUp;
    }

    long pid() {
        return process.pid();
    }

    /// Ends the process and erases what it left.
    void stop() {
        process.destroyForcibly();
        exitCode();
        erase(scratch);
    }

    private static void erase(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "Scratch files in {0} stay: {1}", folder, e.getMessage());
        }
    }
}
