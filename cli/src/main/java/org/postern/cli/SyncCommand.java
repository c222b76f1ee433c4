package org.postern.cli;

import static org.postern.cli.Mailboxes.text;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postern.cli.client.Api;
import org.postern.cli.client.ExitCode;
import org.postern.cli.client.Job;
import org.postern.cli.terminal.Quantities;
import org.postern.cli.terminal.Terminal;
import org.postern.cli.terminal.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Fetches what is new in the mailboxes, now.
@Command(
        name = "sync",
        description = "Fetch what is new, changed and gone in the mailboxes, now.",
        footer = {"", "Examples:", "  postern sync", "  postern sync anna@contoso.com ben@contoso.com"})
final class SyncCommand extends InTenantCommand {
    @Parameters(paramLabel = "MAILBOX", arity = "0..*", description = "Addresses or ids. Default: all mailboxes.")
    List<String> mailboxes = new ArrayList<>();

    @Option(names = "--no-wait", description = "Start it and return; \"postern job list\" shows it.")
    boolean noWait;

    SyncCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        Object body = mailboxes.isEmpty() ? Map.of() : Map.of("mailboxes", mailboxes);
        Job job = Job.of(api.post(path(tenant, "sync"), body));
        return JobEnd.of(api, output, job, "Sync", noWait, SyncCommand::print);
    }

    static void print(PrintStream out, JsonNode result) {
        double seconds = result.path("seconds").asDouble(0);
        long messages = result.path("messages").asLong(0);
        out.println("Synced " + Quantities.count(result.path("mailboxes").asLong(0)) + " mailboxes: "
                + count(result, "added") + " added, " + count(result, "changed") + " changed, "
                + count(result, "removed") + " gone, " + count(result, "missing") + " could not be had.");
        out.println("Fetched " + Quantities.count(messages) + " messages ("
                + Quantities.bytes(result.path("bytes").asLong(0)) + ") with " + count(result, "requests")
                + " requests in " + String.format(Locale.ROOT, "%.1f s", seconds)
                + (seconds > 0 ? ": " + Quantities.count(Math.round(messages / seconds)) + " messages/s." : "."));
        for (JsonNode failed : result.path("failed")) {
            out.println("  failed: " + Text.line(text(failed, "mailbox")) + ": " + Text.line(text(failed, "reason")));
        }
    }

    private static String count(JsonNode result, String key) {
        return Quantities.count(result.path(key).asLong(0));
    }
}
