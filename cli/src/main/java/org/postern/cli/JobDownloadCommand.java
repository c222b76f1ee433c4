package org.postern.cli;

import java.nio.file.Path;
import java.util.Map;
import org.postern.cli.client.Api;
import org.postern.cli.client.ApiPath;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Fetches the file of an export that has ended, such as one that had to be approved first.
@Command(name = "download", description = "Fetch the file of an export that has ended; it is kept for a day.")
final class JobDownloadCommand extends ServerCommand {
    @Parameters(paramLabel = "JOB", description = "Its id, as \"postern job list\" shows it.")
    String id = "";

    @Option(names = "--to", required = true, paramLabel = "FILE", description = "The file to write.")
    @SuppressWarnings("NullAway.Init")
    Path file;

    @Option(names = "--force", description = "Write over FILE when it is there.")
    boolean force;

    JobDownloadCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output) {
        Download.refuseToReplace(file, force);
        Download.save(api.download(ApiPath.of("jobs", id, "download")), file);
        output.answer(Map.of("job", id, "file", file.toString()), out -> out.println("Wrote " + file + "."));
        return ExitCode.OK;
    }
}
