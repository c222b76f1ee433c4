package org.postern.cli;

import static org.postern.cli.Mailboxes.text;

import org.postern.cli.client.Api;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Table;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/// Shows a tenant's holds.
@Command(name = "list", description = "Show all holds.")
final class HoldListCommand extends InTenantCommand {
    HoldListCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        Api.Page page = api.page(path(tenant, "holds"), 10_000);
        Table table = new Table("Name", "Held", "Reason", "By", "Since");
        page.items()
                .forEach(hold -> table.row(
                        text(hold, "name"),
                        what(hold),
                        text(hold, "reason"),
                        text(hold, "by"),
                        output.time(hold.path("since"))));
        output.list(page, table, "No hold.");
        return ExitCode.OK;
    }

    static String what(JsonNode hold) {
        String query = text(hold, "query");
        String item = text(hold, "item");
        if (!query.isEmpty()) {
            return "what \"" + query + "\" finds";
        }
        return item.isEmpty() ? "mailbox " + text(hold, "mailbox") : "message " + item + " of " + text(hold, "mailbox");
    }
}
