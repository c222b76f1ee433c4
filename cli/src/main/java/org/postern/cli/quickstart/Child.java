package org.postern.cli.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A program that was started as a process, writes a log, and says in a file when it is ready.
public final class Child implements AutoCloseable {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
    private static final int LOG_LINES_SHOWN = 25;

    private final String name;
    private final Process process;
    private final Path log;

    private Child(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /// @param log what the program writes; begun anew
    public static Child start(String name, List<String> command, Path log) {
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            process.getOutputStream().close();
            return new Child(name, process, log);
        } catch (IOException e) {
            throw new ClientException(
                    ExitCode.FAILED, "The " + name + " could not be started: " + e.getMessage() + ".", "", e);
        }
    }

    /// Waits until the program has written `file` under its own process id, and reads it.
    public JsonNode awaitReady(Path file, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < end) {
            JsonNode document = read(file);
            if (document.path("pid").asLong(-1) == process.pid()) {
                return document;
            }
            if (!process.isAlive()) {
                throw failure("The " + name + " ended while it started, with status " + process.exitValue() + ".");
            }
            pause();
        }
        throw failure("The " + name + " was not ready after " + limit.toSeconds() + " s.");
    }

    private static JsonNode read(Path file) {
        try {
            return JsonMapper.shared().readTree(Files.readString(file));
        } catch (IOException | JacksonException _) {
            return JsonMapper.shared().createObjectNode(); // Not written, or not wholly; looked at again.
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientException(ExitCode.FAILED, "Interrupted while a program started.", "", e);
        }
    }

    /// For a program that was to run on and is no more.
    public ClientException ended() {
        int status = process.exitValue();
        String how = status > 128 ? "killed by signal " + (status - 128) : "with status " + status;
        return failure("The " + name + " ended by itself, " + how + ". Start again with the same command: what was"
                + " acknowledged is kept.");
    }

    private ClientException failure(String what) {
        return new ClientException(
                ExitCode.FAILED, what + " The end of its log:\n" + logEnd(), "All of its log is in " + log + ".");
    }

    private String logEnd() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
        } catch (IOException e) {
            return "(" + log + " cannot be read: " + e + ")";
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// Ends it as a power cut would: no shutdown hook runs (SIGKILL).
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// Asks it to end and waits; ends it by force when it does not.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
