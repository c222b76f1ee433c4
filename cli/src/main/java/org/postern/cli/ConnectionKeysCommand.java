package org.postern.cli;

import static org.postern.cli.Mailboxes.text;

import org.postern.cli.client.Api;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Table;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Lists the keys of one connection.
@Command(
        name = "keys",
        description = {
            "List the keys of a connection, destroyed ones too.",
            "States: created, registered (on the application), active (signs in), retiring (on the application until its",
            "grace is over), revoked (destroyed)."
        })
final class ConnectionKeysCommand extends InTenantCommand {
    @Parameters(paramLabel = "FUNCTION", description = "Of which connection: sync, remediate, watch, probe or canary.")
    @SuppressWarnings("NullAway.Init")
    Function function;

    ConnectionKeysCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        Api.Page page = api.page(path(tenant, "connections", function.word(), "keys"), Long.MAX_VALUE);
        Table table = new Table(
                ">Key", "State", "Kept in", "Valid until", "Retires", "Key id in Entra", "In Entra (SHA-1)", "SHA-256");
        page.items()
                .forEach(key -> table.row(
                        text(key, "number"),
                        text(key, "state"),
                        text(key, "keptIn"),
                        output.time(key.path("until")),
                        output.time(key.path("retireAt")),
                        text(key, "keyId"),
                        text(key, "entraThumbprint"),
                        text(key, "thumbprint")));
        output.list(page, table, "No key.");
        return ExitCode.OK;
    }
}
