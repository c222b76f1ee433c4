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
                "Tenant",
                "Function",
                "Outcome",
                ">Removed",
                ">Left",
                "Keys read",
                ">Looks",
                ">Failed",
                ">Longest gap",
                "Sign-in log",
                ">By others");
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
                        one.path("longestGapMilliseconds").asLong(0) + " ms",
                        text(one, "signIns"),
                        text(one, "foreignUses"));
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
        result.path("reports").forEach(report -> signIns(out, report));
        connections.forEach(one -> waits(out, one));
        result.path("reports").forEach(report -> script(out, report));
    }

    /// Who used the old key, or why that is not known.
    static void signIns(PrintStream out, JsonNode report) {
        JsonNode check = report.path("signIns");
        String where = text(report, "tenant") + " " + text(report, "function") + ": ";
        if (check.isObject() && check.path("loss").isString()) {
            out.println("NOT KNOWN who used the old key of " + where + Text.safe(text(check, "loss")));
        } else if (check.isObject() && !check.path("complete").asBoolean(false)) {
            out.println("NOT YET KNOWN who used the old key of " + where + "the sign-in log is complete to "
                    + text(check, "completeUntil") + " only. \"postern connection report "
                    + text(report, "function") + "\" shows when it has told the rest.");
        }
        for (JsonNode use : check.path("others")) {
            out.println("Used by others: " + where
                    + (use.path("ours").asBoolean(false) ? "a copy of our key" : "a key not ours")
                    + " from " + Text.safe(text(use, "address")) + ", " + text(use, "count") + " times, "
                    + text(use, "firstAt") + " to " + text(use, "lastAt") + ", "
                    + (use.path("afterRemoval").asBoolean(false) ? "after" : "before") + " the old key was removed"
                    + (text(use, "drill").isEmpty() ? "" : " (drill " + text(use, "drill") + ")") + ".");
        }
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
