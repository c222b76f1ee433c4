package org.postern.cli;

import static org.postern.cli.Mailboxes.text;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.Api;
import org.postern.cli.client.ApiPath;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import org.postern.cli.client.Job;
import org.postern.cli.terminal.Terminal;
import org.postern.cli.terminal.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Approves what another administrator ordered, after showing it.
@Command(
        name = "approve",
        description = {
            "Approve what another administrator ordered; exactly that is done then.",
            "It is shown first. A script that approves names by --order what it looked at."
        },
        footer = {"", "Examples:", "  postern job approve 3f2a…", "  postern job approve 3f2a… --order 9c1b… --yes"})
final class JobApproveCommand extends ServerCommand {
    @Parameters(paramLabel = "JOB", description = "Its id, as \"postern job waiting\" shows it.")
    String id = "";

    @Option(names = "--order", paramLabel = "DIGEST", description = "Approve only if this is what waits.")
    @Nullable
    String order;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    boolean yes;

    JobApproveCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output) {
        JsonNode waiting = api.get(ApiPath.of("jobs", id, "approval"));
        String shown = text(waiting, "order");
        if (!yes) {
            ask(waiting);
        }
        Job job = Job.of(api.post(ApiPath.of("jobs", id, "approval"), Map.of("order", order == null ? shown : order)));
        output.answer(job.document(), out -> {
            out.println("Approved. It runs as job " + job.id() + ".");
            out.println("Follow it with: postern job show --follow " + job.id());
        });
        return ExitCode.OK;
    }

    private void ask(JsonNode waiting) {
        terminal.err()
                .println(Text.line(text(waiting, "orderedBy")) + " ordered, for tenant "
                        + Text.line(text(waiting, "tenant")) + ":");
        JobEnd.statement(terminal.err(), waiting);
        terminal.err().println("Order " + text(waiting, "order"));
        if (!Question.confirm(terminal, "Approve exactly this?")) {
            throw new ClientException(
                    ExitCode.USAGE,
                    "Nothing was approved; it still waits.",
                    "Say y, or add --yes to approve without being asked; postern job reject " + id + " ends it.");
        }
    }
}
