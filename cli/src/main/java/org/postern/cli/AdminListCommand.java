package org.postern.cli;

import static org.postern.cli.Mailboxes.text;

import org.postern.cli.client.Api;
import org.postern.cli.client.ApiPath;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Table;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/// Lists the administrators.
@Command(name = "list", description = "List the administrators, those who no longer are too.")
final class AdminListCommand extends ServerCommand {
    AdminListCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output) {
        Api.Page page = api.page(ApiPath.of("administrators"), Long.MAX_VALUE);
        Table table = new Table("Name", "Can approve", "Added", "By", "Token used", "Fingerprint");
        page.items()
                .forEach(one -> table.row(
                        text(one, "name") + (one.path("you").asBoolean(false) ? " (you)" : ""),
                        decides(one, output),
                        output.time(one.path("addedAt")),
                        text(one, "addedBy"),
                        output.time(one.path("lastUsedAt")),
                        text(one, "fingerprint").substring(0, 16)));
        output.list(page, table, "No administrator.");
        return ExitCode.OK;
    }

    private static String decides(JsonNode one, Output output) {
        String removed = output.time(one.path("removedAt"));
        if (!removed.isEmpty()) {
            return "removed " + removed;
        }
        return one.path("decides").asBoolean(false) ? "yes" : "after \"postern admin renew\"";
    }
}
