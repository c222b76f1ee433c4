package org.postern.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.Api;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import org.postern.cli.client.Job;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// Sets how long a tenant's past is kept.
@Command(
        name = "set",
        description = "Set how long versions that ended and deleted messages are kept. Forgets nothing by itself.",
        footer = {
            "",
            "Examples:",
            "  postern retention set --days 3650",
            "  postern retention set --days 90 --versions 10",
            "  postern retention run --dry-run"
        })
final class RetentionSetCommand extends InTenantCommand {
    @Option(names = "--days", paramLabel = "N", description = "Days after a version ended, 1 to 36135; 0 for ever.")
    @Nullable
    Integer days;

    @Option(
            names = "--versions",
            paramLabel = "N",
            description = "Versions of a message, the current one counted; 0 for all.")
    @Nullable
    Integer versions;

    RetentionSetCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        if (days == null && versions == null) {
            throw new ClientException(
                    ExitCode.USAGE, "Nothing was given to set.", "Add --days N, --versions N, or both.");
        }
        Map<String, Object> body = new LinkedHashMap<>();
        if (days != null) {
            body.put("days", days);
        }
        if (versions != null) {
            body.put("versions", versions);
        }
        JsonNode policy = api.put(path(tenant, "retention"), body);
        if (policy.path("awaiting").isObject()) {
            return JobEnd.waits(api, output, Job.of(policy.path("awaiting")));
        }
        output.answer(policy, out -> out.println(RetentionShowCommand.words(policy)));
        return ExitCode.OK;
    }
}
