package org.postern.cli;

import static org.postern.cli.Mailboxes.text;

import org.postern.cli.client.Api;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Terminal;
import org.postern.cli.terminal.Text;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/// Signs a tenant's ledger as it is now, and shows how it stands with its anchors.
@Command(
        name = "checkpoint",
        description = "Sign a tenant's ledger as it is now, and show the signed checkpoint.",
        footer = {
            "",
            "Who keeps a checkpoint can show later, by \"postern ledger verify FILE --anchor\", that nothing before it",
            "was changed. The places where the server puts checkpoints are shown on standard error."
        })
final class LedgerCheckpointCommand extends InTenantCommand {
    LedgerCheckpointCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        JsonNode signed = api.get(path(tenant, "ledger", "checkpoint"));
        output.answer(signed, out -> out.print(text(signed, "note")));
        if (!output.isJson()) {
            signed.path("anchors").forEach(anchor -> output.note(Text.safe(line(output, anchor))));
        }
        return ExitCode.OK;
    }

    private static String line(Output output, JsonNode anchor) {
        String fault = text(anchor, "fault");
        String size = text(anchor, "size");
        String last =
                size.equals("0") ? "nothing since the start" : size + " entries at " + output.time(anchor.path("at"));
        return "Anchored at " + text(anchor, "place") + ": " + last
                + (fault.isEmpty() ? "" : "; it FAILED last: " + fault);
    }
}
