package org.postern.cli;

import java.util.Map;
import org.postern.cli.client.Api;
import org.postern.cli.client.ApiPath;
import org.postern.cli.client.ExitCode;
import org.postern.cli.client.Job;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Rejects what another administrator ordered.
@Command(name = "reject", description = "Reject what another administrator ordered: nothing of it is done.")
final class JobRejectCommand extends ServerCommand {
    @Parameters(paramLabel = "JOB", description = "Its id, as \"postern job waiting\" shows it.")
    String id = "";

    @Option(names = "--because", paramLabel = "TEXT", description = "Told to who ordered it, and kept in the ledger.")
    String because = "";

    JobRejectCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output) {
        Job job = Job.of(api.post(ApiPath.of("jobs", id, "rejection"), Map.of("because", because)));
        output.answer(job.document(), out -> out.println("Rejected job " + job.id() + ": nothing of it was done."));
        return ExitCode.OK;
    }
}
