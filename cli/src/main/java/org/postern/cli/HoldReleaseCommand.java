package org.postern.cli;

import java.util.Map;
import org.postern.cli.client.Api;
import org.postern.cli.client.ExitCode;
import org.postern.cli.client.Job;
import org.postern.cli.terminal.Terminal;
import org.postern.cli.terminal.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Releases a hold.
@Command(name = "release", description = "Release a hold: the next retention run may forget what it kept.")
final class HoldReleaseCommand extends InTenantCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "The hold's name.")
    String name = "";

    HoldReleaseCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        JsonNode answer = api.remove(path(tenant, "holds", name));
        if (answer.has("id")) {
            return JobEnd.waits(api, output, Job.of(answer));
        }
        output.answer(Map.of("released", name), out -> out.println("Released " + Text.line(name) + "."));
        return ExitCode.OK;
    }
}
