package org.postern.cli;

import org.postern.cli.client.Api;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Tests a connection step by step.
@Command(
        name = "check",
        description = "Test a connection step by step, and say in plain words what is missing.",
        footer = {"", "Exits 1 when a step failed."})
final class ConnectionCheckCommand extends InTenantCommand {
    @Parameters(paramLabel = "FUNCTION", description = "sync, remediate, watch, probe or canary.")
    @SuppressWarnings("NullAway.Init")
    Function function;

    ConnectionCheckCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        return Findings.check(api, output, path(tenant, "connections", function.word()));
    }
}
