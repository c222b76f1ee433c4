package org.postern.cli;

import static org.postern.cli.Mailboxes.text;

import org.jspecify.annotations.Nullable;
import org.postern.cli.client.Api;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Table;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Shows the entries of a tenant's ledger.
@Command(name = "show", description = "Show every use of a tenant's keys and every administrative act.")
final class LedgerShowCommand extends InTenantCommand {
    @Option(names = "--after", paramLabel = "NUMBER", description = "Only entries after this number.")
    @Nullable
    Long after;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "At most N. Default: 100.")
    long limit;

    LedgerShowCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        Api.Page page = api.page(path(tenant, "ledger"), after, limit);
        Table table = new Table(">Number", "At", "Kind", "Actor", "Details");
        page.items()
                .forEach(entry -> table.row(
                        text(entry, "number"),
                        output.time(entry.path("at")),
                        text(entry, "kind"),
                        text(entry, "actor"),
                        entry.path("details").asString(entry.path("details").toString())));
        output.list(page, table, "No entry.");
        return ExitCode.OK;
    }
}
