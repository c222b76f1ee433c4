package org.postern.cli;

import static org.postern.cli.Mailboxes.text;

import org.postern.cli.client.Api;
import org.postern.cli.client.ApiPath;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Table;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;

/// Lists what waits for a second administrator.
@Command(name = "waiting", description = "List what waits for a second administrator's approval.")
final class JobWaitingCommand extends ServerCommand {
    JobWaitingCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output) {
        Api.Page page = api.page(ApiPath.of("approvals"), Long.MAX_VALUE);
        Table table = new Table("Job", "Tenant", "Ordered by", "Until", "What");
        page.items()
                .forEach(one -> table.row(
                        text(one, "job"),
                        text(one, "tenant"),
                        text(one, "orderedBy"),
                        output.time(one.path("expiresAt")),
                        one.path("statement").path(0).asString("")));
        output.list(page, table, "Nothing waits.");
        return ExitCode.OK;
    }
}
