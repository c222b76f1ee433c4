package org.postern.cli.quickstart;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.Api;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import org.postern.cli.client.ServerAddress;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A lab and a server that run side by side in one folder, each as a process.
///
/// Layout of the folder: `lab/` and `server/` with what each keeps, `lab.log` and `server.log`.
public final class Stage implements AutoCloseable {
    private static final Duration LAB_READY = Duration.ofMinutes(5); // A large folder of one's own mail takes time.
    private static final Duration SERVER_READY = Duration.ofMinutes(2);
    private static final int PORT_ANY = 0;

    private final Path folder;
    private final Programs programs;
    private volatile @Nullable Child labProcess; // Also read by the shutdown hook.
    private volatile @Nullable Child serverProcess;
    private volatile boolean closing;

    public Stage(Path folder, Programs programs) {
        this.folder = folder.toAbsolutePath();
        this.programs = programs;
    }

    /// Starts the lab on a free port and waits until it is ready.
    ///
    /// @param mail a folder of mail to fill it with; null for the built-in sample
    public Lab startLab(@Nullable Path mail, long seed) {
        return startLab(mail, seed, 1);
    }

    /// As above, with sample organisations in a number.
    HttpLab startLab(@Nullable Path mail, long seed, int tenants) {
        Path home = folder.resolve("lab");
        List<String> arguments = new ArrayList<>(List.of(
                "--port", "" + PORT_ANY, "--dir", home.toString(), "--seed", "" + seed, "--tenants", "" + tenants));
        if (mail != null) {
            // A mailbox of more than 10,000 messages would wait ten minutes at the limit that Exchange has.
            arguments.addAll(List.of("--mail", mail.toAbsolutePath().toString(), "--no-throttling"));
        }
        List<String> command = programs.leashed(Programs.Program.LAB, arguments);
        Child child = Child.start("lab", command, folder.resolve("lab.log"));
        labProcess = child;
        return new HttpLab(child.awaitReady(home.resolve("lab.json"), LAB_READY), home);
    }

    /// What the server needs to reach the lab: a cloud as the API takes it.
    public Map<String, Object> labCloud() {
        Path home = folder.resolve("lab");
        JsonNode lab = read(home.resolve("lab.json"));
        try {
            return Map.of(
                    "name", "lab",
                    "login", lab.path("loginUrl").asString(""),
                    "graph", lab.path("graphUrl").asString(""),
                    "caPem", Files.readString(home.resolve(lab.path("caFile").asString(""))));
        } catch (IOException e) {
            throw unreadable(home, e);
        }
    }

    /// The lab's first tenant: its id in the directory and its name.
    public JsonNode labTenant() {
        return labTenants().getFirst();
    }

    List<JsonNode> labTenants() {
        List<JsonNode> tenants = new ArrayList<>();
        read(folder.resolve("lab").resolve("lab.json")).path("tenants").forEach(tenants::add);
        return tenants;
    }

    /// Starts the server and waits until it answers.
    ///
    /// @param port where its page and API are; 0 for any that is free
    /// @param more options
    public Api startServer(int port, String... more) {
        Path home = folder.resolve("server");
        List<String> arguments = new ArrayList<>(List.of("--dir", home.toString(), "--port", Integer.toString(port)));
        arguments.addAll(List.of(more));
        List<String> command = programs.leashed(Programs.Program.SERVER, arguments);
        Child child = Child.start("server", command, folder.resolve("server.log"));
        serverProcess = child;
        JsonNode server = child.awaitReady(home.resolve("server.json"), SERVER_READY);
        try {
            String token = Files.readString(home.resolve("admin-token")).strip();
            return new Api(new ServerAddress(URI.create(server.path("url").asString("")), token));
        } catch (IOException e) {
            throw unreadable(home, e);
        }
    }

    /// Ends the server as a power cut would (SIGKILL).
    public void killServer() throws InterruptedException {
        Child server = serverProcess;
        if (server != null) {
            server.kill();
        }
    }

    /// Waits for as long as both run; throws when one ends by itself, and returns when this is closed meanwhile.
    public void awaitEnd() throws InterruptedException {
        while (!closing) {
            Thread.sleep(500);
            for (Child child : children()) {
                if (!child.isAlive()) {
                    Thread.sleep(
                            500); // Ctrl-C reaches children first: then this is being closed, and nothing is wrong.
                    if (!closing) {
                        throw child.ended();
                    }
                }
            }
        }
    }

    private List<Child> children() {
        return Stream.of(Optional.ofNullable(serverProcess), Optional.ofNullable(labProcess))
                .flatMap(Optional::stream)
                .toList();
    }

    private static JsonNode read(Path file) {
        try {
            return JsonMapper.shared().readTree(Files.readString(file));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static ClientException unreadable(Path file, IOException cause) {
        return new ClientException(
                ExitCode.FAILED,
                file + " cannot be read: " + cause.getMessage() + ".",
                "Run the command again.",
                cause);
    }

    /// Ends both, the server first, so that it can finish what it is writing.
    @Override
    public void close() {
        closing = true;
        children().forEach(Child::close);
    }
}
