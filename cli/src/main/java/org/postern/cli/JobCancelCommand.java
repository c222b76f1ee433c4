package org.postern.cli;

import java.util.Map;
import org.postern.cli.client.Api;
import org.postern.cli.client.ApiPath;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Asks a running job to stop; what it has done stays done.
@Command(name = "cancel", description = "Ask a running job to stop; what it has done stays done.")
final class JobCancelCommand extends ServerCommand {
    @Parameters(paramLabel = "JOB", description = "Its id, as \"postern job list\" shows it.")
    @SuppressWarnings("NullAway.Init")
    String id;

    JobCancelCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output) {
        api.post(ApiPath.of("jobs", id, "cancel"), null);
        output.answer(Map.of("id", id, "cancelling", true), out -> out.println("Job " + id + " was asked to stop."));
        return ExitCode.OK;
    }
}
