package org.postern.cli;

import org.postern.cli.client.Api;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Terminal;
import org.postern.cli.terminal.Text;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/// Reads a tenant's sign-in log now.
@Command(
        name = "poll",
        description = "Read the tenant's sign-in log and its applications' keys now.",
        footer = {"", "Exits 6 when an alarm was raised or something could not be read."})
final class WatchPollCommand extends InTenantCommand {
    WatchPollCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        JsonNode polled = api.post(path(tenant, "watch", "poll"), null);
        output.answer(polled, out -> {
            out.println(polled.path("read").asLong(0) + " new entries, "
                    + polled.path("raised").size() + " alarms.");
            WatchAlarmsCommand.print(out, output, polled.path("raised"));
            polled.path("losses").forEach(loss -> out.println("NOT WATCHED: " + Text.safe(loss.asString(""))));
        });
        boolean well = polled.path("raised").isEmpty() && polled.path("losses").isEmpty();
        return well ? ExitCode.OK : ExitCode.PARTLY;
    }
}
