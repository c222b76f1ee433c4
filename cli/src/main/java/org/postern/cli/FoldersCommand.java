package org.postern.cli;

import static org.postern.cli.Mailboxes.text;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.Api;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Quantities;
import org.postern.cli.terminal.Table;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Lists a mailbox's folders, now or as at an instant.
@Command(
        name = "folders",
        description = "List the folders of a mailbox, now or as they were.",
        footer = {"", "Example:", "  postern folders anna@contoso.com --as-at \"yesterday 9:00\""})
final class FoldersCommand extends InTenantCommand {
    @Parameters(paramLabel = "MAILBOX", description = "Its address, the beginning of it, or its id.")
    @SuppressWarnings("NullAway.Init")
    String mailbox;

    @Option(names = "--as-at", paramLabel = "WHEN", description = "As they were at this instant. Default: now.")
    @Nullable
    Instant asAt;

    FoldersCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        String id = text(Mailboxes.find(api, tenant, mailbox), "id");
        Api.Page page = api.page(path(tenant, "mailboxes", id, "folders").query("asAt", asAt), Long.MAX_VALUE);
        Table table = new Table("Folder", "Well-known", ">Messages", "Since");
        page.items()
                .forEach(folder -> table.row(
                        text(folder, "path"),
                        text(folder, "wellKnown"),
                        Quantities.count(folder.path("messages").asLong(0)),
                        output.time(folder.path("from"))));
        output.list(page, table, "The mailbox had no folder then.");
        return ExitCode.OK;
    }
}
