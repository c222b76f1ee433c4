package org.postern.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.Api;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// Sets where a tenant's signed checkpoints are mailed to.
@Command(
        name = "mail",
        description = {
            "Mail a tenant's signed checkpoints to an address of the customer's, through the probe connection.",
            "One goes at once, then after each administrative act, and once a day."
        },
        footer = {
            "",
            "Choose an address whose mail the people who run Postern cannot delete. Said again, what failed is tried at",
            "once. Check an export against a saved message by \"postern ledger verify FILE --anchor MESSAGE.eml\".",
            "",
            "Example:",
            "  postern ledger mail --to security@contoso.com --from postern@contoso.com"
        })
final class LedgerMailCommand extends InTenantCommand {
    @Option(names = "--to", paramLabel = "ADDRESS", description = "To whom.")
    @Nullable
    String to;

    @Option(names = "--from", paramLabel = "MAILBOX", description = "The mailbox that the probe connection sends from.")
    @Nullable
    String from;

    @Option(names = "--off", description = "To nobody any more. The last addressee gets one that says so.")
    boolean off;

    LedgerMailCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        if (off ? to != null || from != null : to == null || from == null) {
            throw new ClientException(
                    ExitCode.USAGE,
                    "Where to mail checkpoints is not clear.",
                    "Give --to and --from, or --off alone. \"postern ledger status\" shows how it is.");
        }
        JsonNode standing = off ? off(api, tenant) : api.put(path(tenant, "ledger", "mail"), mail());
        output.answer(standing, out -> LedgerStatusCommand.print(out, output, standing));
        return ExitCode.OK;
    }

    private static JsonNode off(Api api, String tenant) {
        api.delete(path(tenant, "ledger", "mail"));
        return api.get(path(tenant, "ledger", "standing"));
    }

    private Map<String, Object> mail() {
        return Map.of("to", String.valueOf(to), "from", String.valueOf(from));
    }
}
