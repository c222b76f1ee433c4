package org.postern.vault;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A server of the PostgreSQL that is installed on this machine, with a folder of its own below `/tmp`.
final class InstalledPostgres implements AutoCloseable {
    private final Path bin;
    private final Path folder;
    final int port;

    private InstalledPostgres(Path bin, Path folder, int port) {
        this.bin = bin;
        this.folder = folder;
        this.port = port;
    }

    /// @param bin the folder of `initdb` and `pg_ctl`
    static InstalledPostgres start(Path bin) throws IOException, InterruptedException {
        Path folder = Path.of(run(asOwner("postgres", List.of("mktemp", "-d", "/tmp/postern-pg.XXXXXX")))
                .strip());
        int port = freePort();
        InstalledPostgres server = new InstalledPostgres(bin, folder, port);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        server.run("initdb", "-D", server.data(), "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "-N");
        String options = "-p " + port + " -F -c synchronous_commit=off -c listen_addresses=localhost -k " + folder;
        server.run("pg_ctl", "start", "-w", "-D", server.data(), "-l", folder + "/log", "-o", options);
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private String data() {
        return folder + "/data";
    }

    private String run(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(bin.resolve(program).toString()));
        command.addAll(List.of(arguments));
        return run(asOwner("postgres", command));
    }

    /// PostgreSQL's programs refuse to be run by root.
    static List<String> asOwner(String owner, List<String> command) {
        if (!"root".equals(System.getProperty("user.name"))) {
            return command;
        }
        List<String> other = new ArrayList<>(
                "root".equals(owner) ? List.of("unshare", "-U") : List.of("runuser", "-u", owner, "--"));
        other.addAll(command);
        return other;
    }

    /// Runs a program, from a folder that all may enter; what it says goes to a file, which a server that it leaves
    /// behind may keep open.
    static String run(List<String> command) throws IOException, InterruptedException {
        Path said = Files.createTempFile("postern-pg", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(Path.of("/").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            int exit = process.waitFor();
            String text = Files.readString(said, StandardCharsets.UTF_8);
            if (exit != 0) {
                throw new IOException(command + " ended with " + exit + ": " + text);
            }
            return text;
        } finally {
            Files.delete(said);
        }
    }

    @Override
    public void close() {
        try {
            if (Files.exists(folder)) {
                run("pg_ctl", "stop", "-m", "immediate", "-D", data());
                run(asOwner("postgres", List.of("rm", "-rf", folder.toString())));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
