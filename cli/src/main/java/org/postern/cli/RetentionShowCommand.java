package org.postern.cli;

import org.postern.cli.client.Api;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/// Shows how long a tenant's past is kept.
@Command(name = "show", description = "Show how long versions that ended and deleted messages are kept.")
final class RetentionShowCommand extends InTenantCommand {
    RetentionShowCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        JsonNode policy = api.get(path(tenant, "retention"));
        output.answer(policy, out -> out.println(words(policy)));
        return ExitCode.OK;
    }

    static String words(JsonNode policy) {
        long days = policy.path("days").asLong(0);
        long versions = policy.path("versions").asLong(0);
        if (days == 0 && versions == 0) {
            return "Everything is kept for ever.";
        }
        return "What is in a mailbox is never forgotten. Its past and what was deleted is kept "
                + (days == 0 ? "for ever" : days + (days == 1 ? " day" : " days")) + ", "
                + (versions == 0
                        ? "all versions."
                        : "at most " + versions + (versions == 1 ? " version" : " versions") + " of a message.");
    }
}
