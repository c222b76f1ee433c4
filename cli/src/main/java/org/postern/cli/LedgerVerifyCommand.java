package org.postern.cli;

import static org.postern.cli.Mailboxes.text;

import org.postern.cli.client.Api;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Quantities;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/// Checks that nothing was taken out of a ledger or changed in it.
@Command(
        name = "verify",
        description = "Check that nothing was taken out of a tenant's ledger or changed in it.",
        footer = {"", "Exits 1 when the chain of hashes is broken, naming the first entry that does not fit."})
final class LedgerVerifyCommand extends InTenantCommand {
    LedgerVerifyCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        JsonNode found = api.get(path(tenant, "ledger", "verification"));
        boolean whole = found.path("whole").asBoolean(false);
        output.answer(found, out -> {
            if (whole) {
                out.println("Whole: " + Quantities.count(found.path("entries").asLong(0)) + " entries, each chained to"
                        + " the one before.");
            } else {
                out.println("NOT whole: entry " + text(found, "number") + ": " + text(found, "reason"));
                out.println("Someone or something changed the ledger after it was written. Keep the server's folder as"
                        + " it is, and compare it with a backup.");
            }
        });
        return whole ? ExitCode.OK : ExitCode.FAILED;
    }
}
