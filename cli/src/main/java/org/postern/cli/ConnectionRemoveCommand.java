package org.postern.cli;

import java.util.Map;
import org.postern.cli.client.Api;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Forgets a connection and destroys its key.
@Command(
        name = "remove",
        description = {
            "Forget a connection and destroy its key.",
            "What was synced stays. Also remove the application in the customer's Entra, which trusts the key."
        })
final class ConnectionRemoveCommand extends InTenantCommand {
    @Parameters(paramLabel = "FUNCTION", description = "sync, remediate, watch, probe or canary.")
    @SuppressWarnings("NullAway.Init")
    Function function;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    boolean yes;

    ConnectionRemoveCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        String what = "the " + function.word() + " connection of tenant " + tenant;
        if (!yes && !Question.confirm(terminal, "Destroy the key of " + what + "? It cannot be brought back.")) {
            throw new ClientException(ExitCode.FAILED, "Nothing was removed.", "Add --yes to remove " + what + ".");
        }
        api.delete(path(tenant, "connections", function.word()));
        output.answer(
                Map.of("tenant", tenant, "function", function.word(), "removed", true),
                out -> out.println("Removed " + what + "; its key is destroyed."));
        return ExitCode.OK;
    }
}
