package org.postern.cli;

import static org.postern.cli.Mailboxes.text;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.postern.cli.client.Api;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Quantities;
import org.postern.cli.terminal.Terminal;
import org.postern.cli.terminal.Text;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/// Shows how it stands with a tenant's ledger, without reading it.
@Command(
        name = "status",
        description = "Show how it stands with a tenant's ledger: signed, verified, anchored.",
        footer = {"", "Exits 6 when the last verification found it broken, or an anchor fails."})
final class LedgerStatusCommand extends InTenantCommand {
    LedgerStatusCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        JsonNode standing = api.get(path(tenant, "ledger", "standing"));
        output.answer(standing, out -> print(out, output, standing));
        return troubles(standing).isEmpty() ? ExitCode.OK : ExitCode.PARTLY;
    }

    static void print(PrintStream out, Output output, JsonNode standing) {
        out.println("Entries   " + Quantities.count(standing.path("entries").asLong(0)) + ", of which the first "
                + Quantities.count(standing.path("signed").asLong(0)) + " are signed");
        String verified = output.time(standing.path("verifiedAt"));
        boolean whole = standing.path("verification").path("whole").asBoolean(false);
        out.println("Verified  " + (verified.isEmpty() ? "never yet" : verified + ": " + (whole ? "whole" : "BROKEN"))
                + (standing.path("verifying").asBoolean(false) ? "; under way now" : ""));
        standing.path("anchors").forEach(anchor -> out.println(Text.safe(anchor(output, anchor))));
        troubles(standing).forEach(trouble -> out.println(Text.safe(trouble)));
    }

    private static String anchor(Output output, JsonNode anchor) {
        String at = output.time(anchor.path("at"));
        return "Anchored  at " + text(anchor, "place") + ": "
                + (at.isEmpty() ? "nothing yet" : text(anchor, "size") + " entries, " + at);
    }

    /// A sentence for each thing that is wrong.
    static List<String> troubles(JsonNode standing) {
        List<String> troubles = new ArrayList<>();
        JsonNode verification = standing.path("verification");
        if (verification.isObject() && !verification.path("whole").asBoolean(false)) {
            troubles.add("THE LEDGER IS NOT WHOLE: entry " + text(verification, "number") + ": "
                    + text(verification, "reason"));
        }
        standing.path("anchors").forEach(anchor -> {
            String fault = text(anchor, "fault");
            if (!fault.isEmpty()) {
                troubles.add("NOT ANCHORED at " + text(anchor, "place") + ": " + fault);
            }
        });
        return troubles;
    }
}
