package org.postern.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.Api;
import org.postern.cli.client.ApiPath;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Option;

/// What every command within one tenant shares: which tenant it is.
abstract class InTenantCommand extends ServerCommand {
    @Option(
            names = {"-t", "--tenant"},
            paramLabel = "TENANT",
            description = "The tenant. Default: $$POSTERN_TENANT, else the only one there is.")
    @Nullable
    String givenTenant;

    InTenantCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    final ExitCode run(Api api, Output output) {
        return run(api, output, tenant(api));
    }

    abstract ExitCode run(Api api, Output output, String tenant);

    private String tenant(Api api) {
        String named =
                givenTenant != null ? givenTenant : terminal.environment().get("POSTERN_TENANT");
        if (named != null && !named.isBlank()) {
            return named;
        }
        List<String> tenants = api.items(ApiPath.of("tenants"), 1_000).stream()
                .map(tenant -> tenant.path("id").asString(""))
                .toList();
        return switch (tenants.size()) {
            case 0 ->
                throw new ClientException(
                        ExitCode.NOT_FOUND,
                        "There is no tenant yet.",
                        "Add one with \"postern tenant add ID\", such as \"postern tenant add contoso\".");
            case 1 -> tenants.getFirst();
            default ->
                throw new ClientException(
                        ExitCode.USAGE,
                        "There are " + tenants.size() + " tenants, so the command must say which.",
                        "Add --tenant with one of: " + String.join(", ", tenants) + ".");
        };
    }

    static ApiPath path(String tenant, String... segments) {
        return ApiPath.of("tenants", tenant).with(segments);
    }
}
