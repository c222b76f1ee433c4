package org.postern.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.Api;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Shows again what the customer's administrator must register.
@Command(name = "kit", description = "Show what the customer's administrator must register for a connection.")
final class ConnectionKitCommand extends InTenantCommand {
    @Parameters(paramLabel = "FUNCTION", description = "sync, remediate, watch, probe or canary.")
    @SuppressWarnings("NullAway.Init")
    Function function;

    @Option(names = "--out", paramLabel = "DIR", description = "Also write certificate and scripts as files there.")
    @Nullable
    Path folder;

    ConnectionKitCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        JsonNode kit = api.get(path(tenant, "connections", function.word(), "kit"));
        if (folder != null) {
            Kit.save(folder, function.word(), kit);
            output.note("Written to " + folder + ".");
        }
        output.answer(kit, out -> Kit.print(out, kit));
        return ExitCode.OK;
    }
}
