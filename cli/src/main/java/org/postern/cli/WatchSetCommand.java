package org.postern.cli;

import java.util.List;
import java.util.Map;
import org.postern.cli.client.Api;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// Sets by what strangers are told.
@Command(
        name = "set",
        description = {
            "Set from which addresses this server reaches the mail service, and mailboxes that nobody reads.",
            "What is not given is cleared; without addresses they are learned from what is certainly ours."
        })
final class WatchSetCommand extends InTenantCommand {
    @Option(
            names = "--address",
            paramLabel = "IP",
            description = "An address of this server's, as the service sees it.")
    List<String> addresses = List.of();

    @Option(names = "--canary-mailbox", paramLabel = "ADDRESS", description = "A mailbox that only a thief would open.")
    List<String> canaryMailboxes = List.of();

    WatchSetCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        JsonNode status =
                api.put(path(tenant, "watch"), Map.of("addresses", addresses, "canaryMailboxes", canaryMailboxes));
        output.answer(status, out -> WatchStatusCommand.print(out, output, status));
        return ExitCode.OK;
    }
}
