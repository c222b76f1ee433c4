package org.postern.cli;

import static org.postern.cli.Mailboxes.text;

import org.postern.cli.client.Api;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Table;
import org.postern.cli.terminal.Terminal;
import org.postern.cli.terminal.Text;
import picocli.CommandLine.Command;

/// Lists a tenant's connections.
@Command(
        name = "list",
        description = {
            "List the connections of a tenant.",
            "States: created (not registered yet), registered (not tested yet), active (the test passed), ceased (stopped)."
        })
final class ConnectionListCommand extends InTenantCommand {
    ConnectionListCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        Api.Page page = api.page(path(tenant, "connections"), Long.MAX_VALUE);
        Table table = new Table(
                "Function",
                "State",
                "Kind",
                "Cloud",
                "Directory tenant",
                "Client id",
                "Certificate until",
                "Thumbprint");
        page.items()
                .forEach(connection -> table.row(
                        text(connection, "function"),
                        text(connection, "state"),
                        text(connection, "kind"),
                        text(connection.path("cloud"), "name"),
                        text(connection, "directoryTenant"),
                        text(connection, "clientId"),
                        output.time(connection.path("certificateUntil")),
                        text(connection, "thumbprint")));
        output.list(
                page, table, "No connection yet. Add one with: postern connection add sync --directory-tenant DOMAIN");
        page.items()
                .forEach(connection -> connection
                        .path("warnings")
                        .forEach(warning -> output.note(
                                text(connection, "function") + ": WARNING: " + Text.safe(warning.asString("")))));
        return ExitCode.OK;
    }
}
