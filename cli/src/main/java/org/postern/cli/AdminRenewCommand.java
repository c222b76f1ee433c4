package org.postern.cli;

import static org.postern.cli.Mailboxes.text;

import java.util.Map;
import org.postern.cli.client.Api;
import org.postern.cli.client.ApiPath;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/// Takes a new token in place of one's own.
@Command(
        name = "renew",
        description = "Take a new token, which only you see, in place of your own; the old one is worth nothing then.")
final class AdminRenewCommand extends ServerCommand {
    AdminRenewCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output) {
        JsonNode renewed = api.post(ApiPath.of("administrators", "me", "token"), Map.of());
        output.answer(renewed, out -> {
            out.println("Token of " + text(renewed.path("administrator"), "name") + ", shown once: "
                    + text(renewed, "token"));
            out.println(
                    "Put it in a file that only you can read, and give that by --token-file or POSTERN_TOKEN_FILE.");
        });
        return ExitCode.OK;
    }
}
