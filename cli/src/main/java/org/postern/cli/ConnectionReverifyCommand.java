package org.postern.cli;

import static org.postern.cli.Mailboxes.text;

import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.Api;
import org.postern.cli.client.ExitCode;
import org.postern.cli.client.Job;
import org.postern.cli.terminal.Quantities;
import org.postern.cli.terminal.Table;
import org.postern.cli.terminal.Terminal;
import org.postern.cli.terminal.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// Compares what was backed up or restored in a span of time with the source.
@Command(
        name = "reverify",
        description = {
            "Compare what was backed up or restored between two instants with the mailboxes as they are now: identical,",
            "changed since, gone since, or unexplained. Reads only; can be run again whenever. \"postern connection reach\"",
            "then has the result in its report."
        },
        footer = {"", "Example:", "  postern connection reverify --from -7d --bytes"})
final class ConnectionReverifyCommand extends InTenantCommand {
    @Option(names = "--from", paramLabel = "WHEN", required = true, description = "Since when, such as -7d.")
    @SuppressWarnings("NullAway.Init")
    Instant from;

    @Option(
            names = {"--until", "--to"},
            paramLabel = "WHEN",
            description = "Until when. Default: now.")
    @Nullable
    Instant until;

    @Option(
            names = "--mailbox",
            paramLabel = "MAILBOX",
            description = "Only this one, by its address or id; may be given several times. Default: all.")
    List<String> mailboxes = new ArrayList<>();

    @Option(names = "--bytes", description = "Fetch every message and compare it byte for byte.")
    boolean bytes;

    @Option(names = "--no-wait", description = "Start it and return; \"postern job list\" shows it.")
    boolean noWait;

    ConnectionReverifyCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        Instant end = until == null ? terminal.clock().instant() : until;
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("from", from.toString());
        body.put("until", end.toString());
        body.put("bytes", bytes);
        if (!mailboxes.isEmpty()) {
            body.put("mailboxes", mailboxes);
        }
        Job job = Job.of(api.post(path(tenant, "reverifications"), body));
        return JobEnd.of(api, output, job, "Compare", noWait, (out, result) -> print(out, result, output));
    }

    private static void print(PrintStream out, JsonNode result, Output output) {
        out.println("Compared " + count(result, "mailboxes") + " mailboxes: " + count(result, "identical")
                + " identical, " + count(result, "changed") + " changed since, " + count(result, "gone")
                + " gone since, " + count(result, "unexplained") + " UNEXPLAINED, " + count(result, "unreadable")
                + " not to be read; " + count(result, "restored") + " of them made by restores, "
                + count(result, "comparedBytes") + " compared byte for byte.");
        Table table = new Table("Mailbox", "Found", "Subject", "What");
        result.path("items")
                .forEach(item -> table.row(
                        Text.safe(text(item, "mailbox")),
                        text(item, "outcome"),
                        Text.line(text(item, "subject")),
                        Text.safe(text(item, "detail"))));
        if (!table.isEmpty()) {
            table.print(out, output.columns());
        }
        result.path("failed")
                .forEach(failed -> out.println("NOT COMPARED: " + Text.safe(text(failed, "mailbox")) + ": "
                        + Text.safe(text(failed, "reason"))));
    }

    private static String count(JsonNode result, String key) {
        return Quantities.count(result.path(key).asLong(0));
    }
}
