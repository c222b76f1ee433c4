package org.postern.cli;

import static org.postern.cli.Mailboxes.text;

import org.postern.cli.client.Api;
import org.postern.cli.client.ApiPath;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Table;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;

/// Lists the tenants.
@Command(name = "list", description = "List the tenants.")
final class TenantListCommand extends ServerCommand {
    TenantListCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output) {
        Api.Page page = api.page(ApiPath.of("tenants"), Long.MAX_VALUE);
        Table table = new Table("Tenant", "Name", "Added");
        page.items()
                .forEach(tenant ->
                        table.row(text(tenant, "id"), text(tenant, "name"), output.time(tenant.path("createdAt"))));
        output.list(page, table, "No tenant yet. Add one with: postern tenant add ID");
        return ExitCode.OK;
    }
}
