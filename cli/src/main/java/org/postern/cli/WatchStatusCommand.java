package org.postern.cli;

import java.io.PrintStream;
import org.postern.cli.client.Api;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Terminal;
import org.postern.cli.terminal.Text;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/// Shows how well a tenant is watched.
@Command(
        name = "status",
        description = "Show how well a tenant is watched: when the log was read, what is not seen, open alarms.",
        footer = {"", "Exits 6 when something is not watched or an alarm is open."})
final class WatchStatusCommand extends InTenantCommand {
    WatchStatusCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        JsonNode status = api.get(path(tenant, "watch"));
        output.answer(status, out -> print(out, output, status));
        boolean well =
                status.path("losses").isEmpty() && status.path("openAlarms").asInt(0) == 0;
        return well ? ExitCode.OK : ExitCode.PARTLY;
    }

    static void print(PrintStream out, Output output, JsonNode status) {
        String polled = output.time(status.path("polledAt"));
        String newest = output.time(status.path("newestEntry"));
        out.println("Sign-in log read: " + (polled.isEmpty() ? "never" : polled) + "; its newest entry: "
                + (newest.isEmpty() ? "none" : newest));
        out.println("Open alarms: " + status.path("openAlarms").asInt(0) + "; sign-ins refused for want of a key: "
                + status.path("attempts").asLong(0));
        out.println("Addresses of Postern (" + (status.path("addressesPinned").asBoolean(false) ? "set" : "learned")
                + "): " + Text.safe(joined(status.path("addresses"))));
        if (!status.path("canaryMailboxes").isEmpty()) {
            out.println("Canary mailboxes: " + Text.safe(joined(status.path("canaryMailboxes"))));
        }
        status.path("losses").forEach(loss -> out.println("NOT WATCHED: " + Text.safe(loss.asString(""))));
    }

    static String joined(JsonNode texts) {
        StringBuilder joined = new StringBuilder();
        texts.forEach(text -> joined.append(joined.isEmpty() ? "" : ", ").append(text.asString("")));
        return joined.isEmpty() ? "none" : joined.toString();
    }
}
