package org.postern.cli;

import static org.postern.cli.Mailboxes.text;

import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.postern.cli.client.Api;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import org.postern.cli.client.Job;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Rehearses a theft.
@Command(
        name = "drill",
        description = {
            "Rehearse a theft for real: sign in once with a copy of a connection's key by a call that the ledger does not",
            "have as ours, wait until the tenant's own log shows it and the alarm is raised, then give the connection a new",
            "key; and say how long each took. No mail is read, the token is thrown away, nothing is added to the customer's",
            "application, and no job is interrupted. The ledger and the alarm say that it is a drill.",
            "Running it again goes on with one that was cut off."
        },
        footer = {"", "Example:", "  postern connection drill sync -t contoso --wait 4h --because \"quarterly drill\""})
final class ConnectionDrillCommand extends InTenantCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "FUNCTION",
            description = "Whose key: sync, remediate, watch or probe. Default: sync.")
    Function function = Function.SYNC;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            converter = Span.class,
            description = "How long the tenant's log is waited for, such as 90s, 30m or 4h. Default: 4h.")
    Duration wait = Duration.ofHours(4);

    @Option(
            names = "--every",
            paramLabel = "TIME",
            converter = Span.class,
            description = "How often the log is read. Default: 30s.")
    Duration every = Duration.ofSeconds(30);

    @Option(names = "--because", paramLabel = "TEXT", description = "Why; kept in the ledger.")
    String because = "";

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    boolean yes;

    @Option(names = "--no-wait", description = "Start it and return; \"postern job list\" shows it.")
    boolean noWait;

    ConnectionDrillCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        String whose = "the " + function.word() + " key of " + tenant;
        if (!yes
                && !Question.confirm(
                        terminal,
                        "Use " + whose
                                + " once as a thief would, so that an alarm is raised there, then replace it?")) {
            throw new ClientException(ExitCode.FAILED, "Nothing was done.", "Add --yes to drill with " + whose + ".");
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("function", function.word());
        body.put("because", because);
        body.put("waitSeconds", wait.toSeconds());
        body.put("everySeconds", every.toSeconds());
        Job job = Job.of(api.post(path(tenant, "drills"), body));
        return JobEnd.of(api, output, job, "Drill", noWait, ConnectionDrillCommand::print);
    }

    private static void print(PrintStream out, JsonNode result) {
        out.println("Drill " + text(result, "drill") + ": "
                + text(result, "outcome").replace('_', ' ') + ".");
        took(out, result, "useToLogSeconds", "From the use to the log that showed it");
        took(out, result, "logToAlarmSeconds", "From that log to the alarm");
        took(out, result, "alarmToNewKeySeconds", "From the alarm to the new key in use");
        took(out, result, "newKeyToOldRemovedSeconds", "From there to the old key's removal");
        if (result.path("failedRequests").isNumber()) {
            out.println("Looks that failed meanwhile: " + text(result, "failedRequests") + ", longest gap "
                    + text(result, "longestGapMilliseconds") + " ms.");
        }
        Rolls.signIns(out, result.path("report"));
    }

    private static void took(PrintStream out, JsonNode result, String field, String what) {
        if (result.path(field).isNumber()) {
            out.println(String.format(
                    Locale.ROOT, "%-42s %8.1f s", what + ":", result.path(field).asDouble(0)));
        }
    }
}
