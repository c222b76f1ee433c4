package org.postern.cli;

import java.util.Map;
import org.postern.cli.client.Api;
import org.postern.cli.client.ApiPath;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Tells a connection the new password of its account, and tests it.
@Command(
        name = "password",
        description = {
            "Tell Postern the new password of the account by which a connection signs in to an EWS or IMAP server, and",
            "test it. Set it at the server first; after a theft also end the account's sessions there."
        })
final class ConnectionPasswordCommand extends InTenantCommand {
    @Parameters(paramLabel = "FUNCTION", description = "Of which connection: sync or remediate.")
    @SuppressWarnings("NullAway.Init")
    Function function;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    PasswordSource source;

    ConnectionPasswordCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        ApiPath connection = path(tenant, "connections", function.word());
        api.post(connection.with("password"), Map.of("password", source.password(terminal)));
        output.note("The password is kept, encrypted.");
        return Findings.check(api, output, connection);
    }
}
