package org.postern.cli;

import java.util.Map;
import org.postern.cli.client.Api;
import org.postern.cli.client.ApiPath;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Terminal;
import org.postern.cli.terminal.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Takes an administrator's token from him at once.
@Command(
        name = "remove",
        description = {
            "End an administrator's token and sessions at once. What he ordered and waits cannot be approved any more.",
            "His name stays taken, since ledgers name him by it."
        })
final class AdminRemoveCommand extends ServerCommand {
    @Parameters(paramLabel = "NAME", description = "His name.")
    String name = "";

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    boolean yes;

    AdminRemoveCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output) {
        if (!yes && !Question.confirm(terminal, "Remove administrator " + Text.line(name) + "?")) {
            throw new ClientException(
                    ExitCode.USAGE, "Nothing was removed.", "Add --yes to remove without being asked.");
        }
        api.delete(ApiPath.of("administrators", name));
        output.answer(
                Map.of("removed", name),
                out -> out.println("Removed " + Text.line(name) + ": the token is worth nothing any more."));
        return ExitCode.OK;
    }
}
