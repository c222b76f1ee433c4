package org.postern.cli;

import java.util.Map;
import org.postern.cli.client.Api;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Notes the client id that registering gave, and tests the connection.
@Command(
        name = "register",
        description = "Note the client id that the customer's administrator was given, and test the connection.",
        footer = {"", "Example:", "  postern connection register sync 6f1c0f6e-6b51-4f5c-9a3e-0f2f6a0b7c11"})
final class ConnectionRegisterCommand extends InTenantCommand {
    @Parameters(index = "0", paramLabel = "FUNCTION", description = "sync, remediate, watch, probe or canary.")
    @SuppressWarnings("NullAway.Init")
    Function function;

    @Parameters(index = "1", paramLabel = "CLIENT-ID", description = "The application (client) id.")
    @SuppressWarnings("NullAway.Init")
    String clientId;

    @Option(names = "--no-check", description = "Only note it; test later with \"postern connection check\".")
    boolean noCheck;

    ConnectionRegisterCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        var path = path(tenant, "connections", function.word());
        var connection = api.post(path.with("registration"), Map.of("clientId", clientId));
        if (noCheck) {
            output.answer(
                    connection, out -> out.println("Noted. Test it with: postern connection check " + function.word()));
            return ExitCode.OK;
        }
        return Findings.check(api, output, path);
    }
}
