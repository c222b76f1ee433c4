package org.postern.cli;

import static org.postern.cli.Mailboxes.text;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.Api;
import org.postern.cli.client.ApiPath;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Adds a customer organisation; its vault keys are made by the server.
@Command(
        name = "add",
        description = "Add a customer organisation; the server makes the keys of its vault.",
        footer = {"", "Example:", "  postern tenant add contoso --name \"Contoso Ltd\""})
final class TenantAddCommand extends ServerCommand {
    @Parameters(
            paramLabel = "ID",
            description = "How Postern names the tenant from now on: 1 to 63 lower-case letters, digits and hyphens.")
    @SuppressWarnings("NullAway.Init")
    String id;

    @Option(names = "--name", paramLabel = "NAME", description = "The organisation's name as people write it.")
    @Nullable
    String name;

    TenantAddCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output) {
        JsonNode tenant = api.post(ApiPath.of("tenants"), Map.of("id", id, "name", name == null ? id : name));
        output.answer(tenant, out -> {
            out.println("Added tenant " + text(tenant, "id") + ".");
            out.println("Next, connect it: postern connection add sync --tenant " + id
                    + " --directory-tenant DOMAIN-OR-GUID");
        });
        return ExitCode.OK;
    }
}
