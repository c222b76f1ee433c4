package org.postern.cli;

import java.util.Map;
import org.postern.cli.client.Api;
import org.postern.cli.client.ExitCode;
import org.postern.cli.client.Job;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Replaces the key of one connection, with an overlap.
@Command(
        name = "roll",
        description = {
            "Replace the key of a connection. Nothing is interrupted; the old key stays on the application for 75",
            "minutes, then the server removes it. After a theft use \"postern connection reestablish\" instead.",
            "Running it again goes on with what was cut off."
        })
final class ConnectionRollCommand extends InTenantCommand {
    @Parameters(paramLabel = "FUNCTION", description = "Of which connection: sync, remediate, watch or probe.")
    @SuppressWarnings("NullAway.Init")
    Function function;

    @Option(names = "--because", paramLabel = "TEXT", description = "Why; kept in the ledger and the report.")
    String because = "";

    @Option(names = "--no-wait", description = "Start it and return; \"postern job list\" shows it.")
    boolean noWait;

    ConnectionRollCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        Job job = Job.of(api.post(path(tenant, "connections", function.word(), "roll"), Map.of("because", because)));
        return JobEnd.of(api, output, job, "New key", noWait, Rolls::print);
    }
}
