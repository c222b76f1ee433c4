package org.postern.cli;

import java.io.PrintStream;
import java.util.function.BiConsumer;
import org.postern.cli.client.Api;
import org.postern.cli.client.ApiPath;
import org.postern.cli.client.ExitCode;
import org.postern.cli.client.Job;
import org.postern.cli.terminal.Text;
import tools.jackson.databind.JsonNode;

/// What a command does with the job it started: follow it and show its result, or leave it running.
final class JobEnd {
    private JobEnd() {}

    static ExitCode of(
            Api api, Output output, Job started, String task, boolean noWait, BiConsumer<PrintStream, JsonNode> print) {
        if (started.state() == Job.State.AWAITING_APPROVAL) {
            return waits(api, output, started);
        }
        if (noWait) {
            output.answer(started.document(), out -> {
                out.println("Started job " + started.id() + ".");
                out.println("Follow it with: postern job show --follow " + started.id());
            });
            return ExitCode.OK;
        }
        Job ended = output.follow(api, started, task);
        show(output, ended, print);
        return ended.exitCode();
    }

    /// Says what waits for whom, and how it goes on.
    static ExitCode waits(Api api, Output output, Job job) {
        JsonNode waiting = api.get(ApiPath.of("jobs", job.id(), "approval"));
        output.answer(job.document(), out -> {
            out.println("This waits for a second administrator; nothing was done yet.");
            statement(out, waiting);
            out.println("Until " + output.time(waiting.path("expiresAt")) + ", another administrator can run:");
            out.println("  postern job approve " + job.id());
        });
        return ExitCode.AWAITING;
    }

    /// What will be done, and why a second person is asked.
    static void statement(PrintStream out, JsonNode waiting) {
        waiting.path("statement").forEach(sentence -> out.println("  - " + Text.safe(sentence.asString(""))));
        out.println(Text.safe(waiting.path("asks").asString("")));
    }

    static void show(Output output, Job job, BiConsumer<PrintStream, JsonNode> print) {
        output.explain(job);
        output.answer(job.document(), out -> {
            if (job.result().isObject()) {
                print.accept(out, job.result());
            }
            if (job.state() == Job.State.CANCELLED || job.state() == Job.State.INTERRUPTED) {
                out.println("The job was " + job.document().path("state").asString("")
                        + "; what it had done stays done. Run the same command to go on.");
            }
        });
    }
}
