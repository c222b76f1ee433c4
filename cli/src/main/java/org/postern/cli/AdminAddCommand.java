package org.postern.cli;

import static org.postern.cli.Mailboxes.text;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.Api;
import org.postern.cli.client.ApiPath;
import org.postern.cli.client.ExitCode;
import org.postern.cli.client.Job;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Adds an administrator.
@Command(
        name = "add",
        description = {
            "Add an administrator, who can do all that you can.",
            "While a tenant's policy asks for two persons, another administrator approves it, and the token is one that",
            "nobody but its holder ever saw: let him run \"postern admin token\" and give you the fingerprint."
        },
        footer = {"", "Examples:", "  postern admin add ben", "  postern admin add ben --fingerprint 9f86d081884c7d65…"
        })
final class AdminAddCommand extends ServerCommand {
    @Parameters(paramLabel = "NAME", description = "His name in the ledgers: small letters, digits, dots, hyphens.")
    String name = "";

    @Option(
            names = "--fingerprint",
            paramLabel = "HEX",
            description = "Of the token that he made. Default: a token is made, and shown to you once.")
    @Nullable
    String fingerprint;

    AdminAddCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", name);
        if (fingerprint != null) {
            body.put("fingerprint", fingerprint);
        }
        JsonNode added = api.post(ApiPath.of("administrators"), body);
        if (added.path("awaiting").isObject()) {
            return JobEnd.waits(api, output, Job.of(added.path("awaiting")));
        }
        output.answer(added, out -> {
            out.println("Added administrator " + text(added.path("administrator"), "name") + ".");
            String token = text(added, "token");
            if (!token.isEmpty()) {
                out.println("Token, shown once: " + token);
                out.println("Hand it to " + name + ", who takes one that only he sees by \"postern admin renew\": until"
                        + " then his approval does not count.");
            }
        });
        return ExitCode.OK;
    }
}
