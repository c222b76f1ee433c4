package org.postern.cli;

import static org.postern.cli.Mailboxes.text;

import java.io.PrintStream;
import org.postern.cli.client.Api;
import org.postern.cli.client.ApiPath;
import org.postern.cli.client.ExitCode;
import org.postern.cli.client.Job;
import org.postern.cli.terminal.Quantities;
import org.postern.cli.terminal.Terminal;
import org.postern.cli.terminal.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Shows one job, or follows it to its end.
@Command(
        name = "show",
        description = "Show one job, or follow it to its end.",
        footer = {"", "The exit code is that of the command that started it, once it has ended."})
final class JobShowCommand extends ServerCommand {
    @Parameters(paramLabel = "JOB", description = "Its id, as \"postern job list\" shows it.")
    @SuppressWarnings("NullAway.Init")
    String id;

    @Option(
            names = {"-f", "--follow"},
            description = "Wait for its end, showing how far it is.")
    boolean follow;

    JobShowCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output) {
        Job found = Job.of(api.get(ApiPath.of("jobs", id)));
        Job job = follow ? output.follow(api, found, found.kind()) : found;
        output.answer(job.document(), out -> print(out, output, job));
        return job.exitCode();
    }

    private static void print(PrintStream out, Output output, Job job) {
        JsonNode document = job.document();
        out.println("Job       " + job.id() + ", " + job.kind() + " for tenant " + text(document, "tenant"));
        out.println("State     " + text(document, "state"));
        out.println("Ordered   by " + text(document, "orderedBy")
                + (text(document, "decidedBy").isEmpty() ? "" : ", decided by " + text(document, "decidedBy")));
        out.println("Started   " + output.time(document.path("startedAt")));
        out.println("Ended     " + output.time(document.path("endedAt")));
        out.println("Progress  " + Quantities.count(job.done())
                + (job.total() < 0 ? "" : " of " + Quantities.count(job.total())) + ", "
                + Quantities.count(job.messages()) + " messages, " + Quantities.bytes(job.bytes()));
        job.result()
                .properties()
                .forEach(entry -> out.println("  " + entry.getKey() + ": " + Text.line(summary(entry.getValue()))));
        output.explain(job);
    }

    private static String summary(JsonNode value) {
        return value.isArray() ? value.size() + " listed (--json shows them)" : value.asString(value.toString());
    }
}
