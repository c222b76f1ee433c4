package org.postern.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.Api;
import org.postern.cli.client.ExitCode;
import org.postern.cli.client.ServerAddress;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What every command that speaks to the server shares: finding it, `--json`, `--plain`.
abstract class ServerCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called.
    CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    OutputOptions outputOptions;

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "The server's URL. Without it, the one that runs on this machine is found by its folder.")
    @Nullable
    URI serverUrl;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = {
                "A file that holds your administrator token.",
                "Default: $$POSTERN_TOKEN_FILE, else admin-token in the server's folder."
            })
    @Nullable
    Path tokenFile;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "The server's folder. Default: $$POSTERN_DIR, else var/postern, else var/quickstart/server.")
    @Nullable
    Path serverFolder;

    final Terminal terminal;

    ServerCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public final Integer call() {
        Output output = new Output(terminal, outputOptions.json, outputOptions.plain);
        Optional<ExitCode> done = offline(output);
        if (done.isPresent()) {
            return done.get().number();
        }
        try (Api api = new Api(ServerAddress.find(folders(), serverUrl, token()))) {
            return run(api, output).number();
        }
    }

    /// Does what needs no server; empty where one is needed.
    Optional<ExitCode> offline(Output output) {
        return Optional.empty();
    }

    abstract ExitCode run(Api api, Output output);

    private @Nullable Path token() {
        String named = terminal.environment().get("POSTERN_TOKEN_FILE");
        return tokenFile != null || named == null || named.isBlank() ? tokenFile : Path.of(named);
    }

    private List<Path> folders() {
        if (serverFolder != null) {
            return List.of(serverFolder);
        }
        String named = terminal.environment().get("POSTERN_DIR");
        if (named != null && !named.isBlank()) {
            return List.of(Path.of(named));
        }
        List<Path> folders = new ArrayList<>();
        folders.add(terminal.home().resolve("var/postern"));
        folders.add(terminal.home().resolve("var/quickstart/server"));
        return folders;
    }
}
