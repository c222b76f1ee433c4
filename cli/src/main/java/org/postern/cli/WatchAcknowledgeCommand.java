package org.postern.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.Api;
import org.postern.cli.client.ApiPath;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Says why an alarm is no theft.
@Command(name = "acknowledge", description = "Say why an alarm is no theft; it stays in the list and in the ledger.")
final class WatchAcknowledgeCommand extends InTenantCommand {
    @Parameters(paramLabel = "ALARM", description = "Its id, as \"postern watch alarms\" shows it.")
    @SuppressWarnings("NullAway.Init")
    String alarm;

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why.")
    @SuppressWarnings("NullAway.Init")
    String reason;

    @Option(names = "--by", paramLabel = "NAME", description = "Who says so. Default: your login name.")
    @Nullable
    String by;

    WatchAcknowledgeCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        String who = by == null ? System.getProperty("user.name", "administrator") : by;
        ApiPath path = path(tenant, "watch", "alarms", alarm, "acknowledgement");
        JsonNode answered = api.post(path, Map.of("by", who, "reason", reason));
        output.answer(answered, out -> out.println("Alarm " + alarm + " is acknowledged."));
        return ExitCode.OK;
    }
}
