package org.postern.cli;

import static org.postern.cli.Mailboxes.text;

import java.io.PrintStream;
import java.util.Locale;
import org.postern.cli.terminal.Quantities;
import org.postern.cli.terminal.Table;
import org.postern.cli.terminal.Text;
import tools.jackson.databind.JsonNode;

/// Shows what replacing keys came to.
final class Rolls {
    private static final int COLUMNS = 160;
    private static final int ROWS_MAX = 50;

    private Rolls() {}

    static void print(PrintStream out, JsonNode result) {
        JsonNode connections = result.path("connections");
        Table table = new Table(
                "Tenant", "Function", "Outcome", ">Removed", ">Left", "Keys read", ">Looks", ">Failed", ">Longest gap");
        int shown = 0;
        for (JsonNode one : connections) {
            if (shown++ < ROWS_MAX) {
                table.row(
                        text(one, "tenant"),
                        text(one, "function"),
                        text(one, "outcome").replace('_', ' '),
                        text(one, "keysRemoved"),
                        text(one, "keysLeft"),
                        one.path("keysListed").asBoolean(false) ? "yes" : "no",
                        text(one, "looks"),
                        text(one, "failures"),
                        one.path("longestGapMilliseconds").asLong(0) + " ms");
            }
        }
        table.print(out, COLUMNS);
        if (shown > ROWS_MAX) {
            out.println("… and " + (shown - ROWS_MAX) + " more (--json shows them).");
        }
        out.println(Quantities.count(result.path("reestablished").asLong(0)) + " of "
                + Quantities.count(result.path("tenants").asLong(0)) + " tenants done, with "
                + Quantities.count(result.path("requests").asLong(0)) + " requests in "
                + String.format(Locale.ROOT, "%.1f s", result.path("seconds").asDouble(0)) + "; "
                + Quantities.count(result.path("failedRequests").asLong(0)) + " looks at other functions failed.");
        connections.forEach(one -> waits(out, one));
        result.path("reports").forEach(report -> script(out, report));
    }

    private static void waits(PrintStream out, JsonNode one) {
        if (!text(one, "waitingFor").isEmpty()) {
            out.println();
            out.println(text(one, "tenant") + " " + text(one, "function") + ": " + Text.safe(text(one, "waitingFor")));
            out.println("  " + Text.safe(text(one, "wayOut")));
        }
    }

    private static void script(PrintStream out, JsonNode report) {
        JsonNode script = report.path("script");
        if (script.isObject()) {
            out.println();
            out.println("── For the administrator of " + text(report, "tenant") + ", by PowerShell ──");
            out.println(text(script, "powerShell").strip());
            out.println();
            out.println("── Or by Azure CLI ──");
            out.println(text(script, "azureCli").strip());
        }
    }
}
