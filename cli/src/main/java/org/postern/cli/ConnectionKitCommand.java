package org.postern.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.Api;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Shows again what the customer's administrator must register.
@Command(
        name = "kit",
        description = "Show what the customer's administrator must register for a connection.",
        footer = {
            "",
            "The kill switch needs no FUNCTION: it is of all that was ever registered, and there even when every key is",
            "gone. Write it anew, and give it to the customer, whenever a connection was registered:",
            "  postern connection kit --kill-switch --out DIR"
        })
final class ConnectionKitCommand extends InTenantCommand {
    @Parameters(arity = "0..1", paramLabel = "FUNCTION", description = "sync, remediate, watch, probe or canary.")
    @Nullable
    Function function;

    @Option(
            names = "--kill-switch",
            description = "Show the scripts by which the customer cuts Postern off, to be kept by the customer.")
    boolean killSwitch;

    @Option(names = "--out", paramLabel = "DIR", description = "Also write certificate and scripts as files there.")
    @Nullable
    Path folder;

    ConnectionKitCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        return killSwitch ? killSwitch(api, output, tenant) : kit(api, output, tenant, named());
    }

    private Function named() {
        if (function == null) {
            throw new ClientException(
                    ExitCode.USAGE,
                    "Which connection's kit is not said.",
                    "Give its FUNCTION: sync, remediate, watch, probe or canary; or --kill-switch.");
        }
        return function;
    }

    private ExitCode killSwitch(Api api, Output output, String tenant) {
        JsonNode scripts = api.get(path(tenant, "connections", "kill-switch"));
        if (folder != null) {
            Kit.saveKillSwitch(folder, scripts);
            output.note("Written to " + folder + ".");
        }
        output.answer(scripts, out -> Kit.printKillSwitch(out, scripts));
        return ExitCode.OK;
    }

    private ExitCode kit(Api api, Output output, String tenant, Function named) {
        JsonNode kit = api.get(path(tenant, "connections", named.word(), "kit"));
        if (folder != null) {
            Kit.save(folder, named.word(), kit);
            output.note("Written to " + folder + ".");
        }
        output.answer(kit, out -> Kit.print(out, kit));
        return ExitCode.OK;
    }
}
