package org.postern.cli;

import static org.postern.cli.Mailboxes.text;

import org.postern.cli.client.Api;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Quantities;
import org.postern.cli.terminal.Table;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/// Lists a tenant's mailboxes with the state of their sync.
@Command(
        name = "list",
        description = {
            "List the mailboxes with the state of their sync.",
            "States: never, running, ok, warning (some items failed), error, left (no longer in the directory, kept here).",
            "With \", live\": its server tells of changes, and they are synced within seconds."
        })
final class MailboxListCommand extends InTenantCommand {
    MailboxListCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        Api.Page page = api.page(path(tenant, "mailboxes"), Long.MAX_VALUE);
        Table table = new Table("Mailbox", "Name", ">Messages", ">Versions", ">Bytes", "Sync", "Last", "Reason");
        page.items().forEach(mailbox -> row(table, mailbox, output));
        output.list(page, table, "No mailbox is known yet. Fetch them with: postern sync");
        return ExitCode.OK;
    }

    private static void row(Table table, JsonNode mailbox, Output output) {
        JsonNode sync = mailbox.path("sync");
        boolean running = text(sync, "state").equals("running");
        table.row(
                text(mailbox, "address"),
                text(mailbox, "displayName"),
                Quantities.count(mailbox.path("messages").asLong(0)),
                Quantities.count(mailbox.path("versions").asLong(0)),
                Quantities.bytes(mailbox.path("bytes").asLong(0)),
                (running ? "running " + sync.path("progressPercent").asInt(0) + " %" : text(sync, "state"))
                        + (sync.path("live").asBoolean(false) ? ", live" : ""),
                output.time(sync.path("lastEnd")),
                text(sync, "reason"));
    }
}
