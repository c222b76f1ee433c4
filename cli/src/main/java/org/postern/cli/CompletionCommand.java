package org.postern.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Terminal;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Prints the script that lets bash and zsh complete Postern's commands.
@Command(
        name = "completion",
        description = "Print a script that completes these commands in bash and zsh.",
        footer = {"", "Example, for this session:", "  source <(./postern completion)"})
final class CompletionCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called.
    CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    OutputOptions outputOptions;

    private final Terminal terminal;

    CompletionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        String script = AutoComplete.bash("postern", spec.root().commandLine());
        new Output(terminal, outputOptions.json, outputOptions.plain)
                .answer(Map.of("shell", "bash", "script", script), out -> out.print(script));
        return ExitCode.OK.number();
    }
}
