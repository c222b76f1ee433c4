package org.postern.cli;

import static org.postern.cli.Mailboxes.text;

import java.io.PrintStream;
import java.util.Locale;
import org.postern.cli.client.Api;
import org.postern.cli.client.ApiPath;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Text;
import tools.jackson.databind.JsonNode;

/// Has a connection tested and shows what was found.
final class Findings {
    private Findings() {}

    static ExitCode check(Api api, Output output, ApiPath connection) {
        JsonNode check = api.post(connection.with("check"), null);
        output.answer(check, out -> print(out, check));
        return passed(check) ? ExitCode.OK : ExitCode.FAILED;
    }

    static boolean passed(JsonNode check) {
        return check.path("passed").asBoolean(false);
    }

    static void print(PrintStream out, JsonNode check) {
        for (JsonNode finding : check.path("findings")) {
            String mark = switch (text(finding, "outcome").toLowerCase(Locale.ROOT)) {
                case "passed" -> "✓";
                case "failed" -> "✗";
                default -> "-";
            };
            String detail = text(finding, "detail");
            out.println(mark + " " + text(finding, "step") + (detail.isEmpty() ? "" : ": " + Text.safe(detail)));
            String advice = text(finding, "advice");
            if (!advice.isEmpty()) {
                out.println("    → " + Text.safe(advice));
            }
        }
        out.println(passed(check) ? "The connection works." : "The connection does not work yet.");
    }
}
