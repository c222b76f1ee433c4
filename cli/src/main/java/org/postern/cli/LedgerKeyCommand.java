package org.postern.cli;

import static org.postern.cli.Mailboxes.text;

import org.postern.cli.client.Api;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/// Shows the key by which a tenant's ledger is checked.
@Command(
        name = "key",
        description = "Show the key by which anybody can check a tenant's ledger.",
        footer = {"", "Give it to the customer early, by another way than the exports."})
final class LedgerKeyCommand extends InTenantCommand {
    LedgerKeyCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        JsonNode signed = api.get(path(tenant, "ledger", "checkpoint"));
        output.answer(java.util.Map.of("key", text(signed, "key")), out -> out.println(text(signed, "key")));
        return ExitCode.OK;
    }
}
