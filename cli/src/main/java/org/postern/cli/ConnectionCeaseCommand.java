package org.postern.cli;

import static org.postern.cli.Mailboxes.text;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.Api;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// Stops all use of a tenant's keys at once.
@Command(
        name = "cease",
        description = {
            "Stop all use of a tenant's keys at once and destroy them; running jobs get a clear error.",
            "The keys stay on the customer's applications, where nobody has them any more unless they were stolen: the",
            "customer's kill switch (\"postern connection kit FUNCTION --kill-switch\") takes them off there.",
            "\"postern connection reestablish\" begins anew, by the customer's script."
        })
final class ConnectionCeaseCommand extends InTenantCommand {
    @Option(names = "--function", paramLabel = "FUNCTION", description = "Only this connection. Default: every one.")
    @Nullable
    Function function;

    @Option(names = "--because", paramLabel = "TEXT", description = "Why; kept in the ledger.")
    String because = "";

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    boolean yes;

    ConnectionCeaseCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        String what = (function == null ? "every connection" : "the " + function.word() + " connection") + " of tenant "
                + tenant;
        if (!yes
                && !Question.confirm(
                        terminal, "Stop all use of " + what + " and destroy its keys? They cannot be brought back.")) {
            throw new ClientException(ExitCode.FAILED, "Nothing was stopped.", "Add --yes to stop " + what + ".");
        }
        Map<String, Object> body = new LinkedHashMap<>();
        if (function != null) {
            body.put("function", function.word());
        }
        body.put("because", because);
        JsonNode ceased = api.post(path(tenant, "cessation"), body);
        output.answer(
                ceased,
                out -> ceased.path("items")
                        .forEach(one -> out.println("Stopped: " + text(one, "function") + " of " + text(one, "tenant")
                                + "; its keys are destroyed.")));
        return ExitCode.OK;
    }
}
