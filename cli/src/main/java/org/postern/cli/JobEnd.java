package org.postern.cli;

import java.io.PrintStream;
import java.util.function.BiConsumer;
import org.postern.cli.client.Api;
import org.postern.cli.client.ExitCode;
import org.postern.cli.client.Job;
import tools.jackson.databind.JsonNode;

/// What a command does with the job it started: follow it and show its result, or leave it running.
final class JobEnd {
    private JobEnd() {}

    static ExitCode of(
            Api api, Output output, Job started, String task, boolean noWait, BiConsumer<PrintStream, JsonNode> print) {
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
