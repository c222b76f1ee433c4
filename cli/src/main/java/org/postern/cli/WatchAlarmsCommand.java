package org.postern.cli;

import static org.postern.cli.Mailboxes.text;

import java.io.PrintStream;
import org.postern.cli.client.Api;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Table;
import org.postern.cli.terminal.Terminal;
import org.postern.cli.terminal.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// Shows a tenant's alarms.
@Command(name = "alarms", description = "Show a tenant's alarms, open ones first.")
final class WatchAlarmsCommand extends InTenantCommand {
    @Option(names = "--evidence", description = "With what the log says, and which mailboxes were reached.")
    boolean evidence;

    WatchAlarmsCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        Api.Page page = api.page(path(tenant, "watch", "alarms"), 10_000);
        output.list(page, table(output, page.items()), "No alarm.");
        if (evidence && !output.isJson()) {
            page.items().forEach(alarm -> {
                output.note("");
                output.note(text(alarm, "id") + ", mailboxes reached: "
                        + Text.safe(WatchStatusCommand.joined(alarm.path("mailboxes"))));
                alarm.path("evidence").forEach(line -> output.note("  " + Text.safe(line.asString(""))));
            });
        }
        return ExitCode.OK;
    }

    private static Table table(Output output, Iterable<JsonNode> alarms) {
        Table table = new Table("Alarm", "State", "What", "Key of", "From", ">Times", "First", "Last", "Answer");
        alarms.forEach(alarm -> table.row(
                text(alarm, "id"),
                text(alarm, "state"),
                WatchStatusCommand.joined(alarm.path("kinds")).replace('_', ' '),
                text(alarm, "function"),
                text(alarm, "address"),
                text(alarm, "count"),
                output.time(alarm.path("firstAt")),
                output.time(alarm.path("lastAt")),
                text(alarm, "drill").isEmpty() ? text(alarm, "answer") : "a drill: " + text(alarm, "answer")));
        return table;
    }

    static void print(PrintStream out, Output output, JsonNode alarms) {
        if (!alarms.isEmpty()) {
            table(output, alarms).print(out, output.columns());
        }
    }
}
