package org.postern.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
        footer = {
            "",
            "Example:",
            "  postern connection register sync 6f1c0f6e-6b51-4f5c-9a3e-0f2f6a0b7c11 --object-id ID --key-id ID"
        })
final class ConnectionRegisterCommand extends InTenantCommand {
    @Parameters(index = "0", paramLabel = "FUNCTION", description = "sync, remediate, watch, probe or canary.")
    @SuppressWarnings("NullAway.Init")
    Function function;

    @Parameters(index = "1", paramLabel = "CLIENT-ID", description = "The application (client) id.")
    @SuppressWarnings("NullAway.Init")
    String clientId;

    @Option(
            names = "--object-id",
            paramLabel = "ID",
            description = "The application's object id, by which its keys are rolled; the kit's scripts print it.")
    @Nullable
    String objectId;

    @Option(
            names = "--key-id",
            paramLabel = "ID",
            description = "What Entra calls the certificate; the kit's scripts print it.")
    @Nullable
    String keyId;

    @Option(names = "--no-check", description = "Only note it; test later with \"postern connection check\".")
    boolean noCheck;

    ConnectionRegisterCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        var path = path(tenant, "connections", function.word());
        var connection = api.post(path.with("registration"), body());
        if (noCheck) {
            output.answer(
                    connection, out -> out.println("Noted. Test it with: postern connection check " + function.word()));
            return ExitCode.OK;
        }
        return Findings.check(api, output, path);
    }

    private Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("clientId", clientId);
        if (objectId != null) {
            body.put("objectId", objectId);
        }
        if (keyId != null) {
            body.put("keyId", keyId);
        }
        return body;
    }
}
