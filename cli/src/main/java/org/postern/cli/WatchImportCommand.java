package org.postern.cli;

import java.io.FileNotFoundException;
import java.nio.file.Path;
import org.postern.cli.client.Api;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Reconciles a file of Graph activity logs.
@Command(
        name = "import",
        description = {
            "Reconcile Microsoft Graph activity logs that the customer exported (JSON lines, or Azure Monitor's JSON):",
            "they name the mailboxes that a thief reached."
        },
        footer = {"", "Exits 6 when an alarm was raised."})
final class WatchImportCommand extends InTenantCommand {
    @Parameters(paramLabel = "FILE", description = "The log.")
    @SuppressWarnings("NullAway.Init")
    Path file;

    WatchImportCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        JsonNode imported;
        try {
            imported = api.upload(path(tenant, "watch", "activity"), file);
        } catch (FileNotFoundException e) {
            throw new ClientException(ExitCode.USAGE, "There is no file " + file + ".", "Check its name.", e);
        }
        output.answer(imported, out -> {
            out.println(imported.path("read").asLong(0) + " requests: "
                    + imported.path("own").asLong(0) + " ours, "
                    + imported.path("others").asLong(0) + " of other applications, "
                    + imported.path("raised").size() + " alarms.");
            WatchAlarmsCommand.print(out, output, imported.path("raised"));
        });
        return imported.path("raised").isEmpty() ? ExitCode.OK : ExitCode.PARTLY;
    }
}
