package org.postern.cli;

import static org.postern.cli.Mailboxes.text;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.Api;
import org.postern.cli.client.ApiPath;
import org.postern.cli.client.ExitCode;
import org.postern.cli.client.Job;
import org.postern.cli.terminal.Quantities;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Shows or sets when a tenant's orders need two persons.
@Command(
        name = "policy",
        description = {
            "Show or set when a tenant's orders need a second administrator.",
            "To ask for less than before needs one itself."
        },
        footer = {
            "",
            "off    never",
            "bulk   restores, exports and re-establishing that touch over N messages (or connections), alone or with what",
            "       the same administrator ordered in the last 24 hours; and what loses the past: keeping less, retention",
            "       runs by hand, releasing a hold",
            "write  that, and every restore, however small: whatever uses the write key",
            "",
            "Examples:",
            "  postern tenant policy contoso",
            "  postern tenant policy contoso --two-persons bulk --bulk-over 500"
        })
final class TenantPolicyCommand extends ServerCommand {
    /// When a second person is asked.
    enum TwoPersons {
        OFF,
        BULK,
        WRITE
    }

    @Parameters(paramLabel = "TENANT", description = "Its id.")
    String tenant = "";

    @Option(names = "--two-persons", paramLabel = "off|bulk|write", description = "When a second person is asked.")
    @Nullable
    TwoPersons twoPersons;

    @Option(names = "--bulk-over", paramLabel = "N", description = "What is bulk: over N messages. Default: 100.")
    @Nullable
    Integer bulkOver;

    TenantPolicyCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output) {
        ApiPath path = ApiPath.of("tenants", tenant, "two-persons");
        Map<String, Object> body = new LinkedHashMap<>();
        if (twoPersons != null) {
            body.put("twoPersons", twoPersons.name().toLowerCase(Locale.ROOT));
        }
        if (bulkOver != null) {
            body.put("bulkOver", bulkOver);
        }
        JsonNode policy = body.isEmpty() ? api.get(path) : api.put(path, body);
        if (policy.path("awaiting").isObject()) {
            return JobEnd.waits(api, output, Job.of(policy.path("awaiting")));
        }
        output.answer(policy, out -> out.println(words(policy)));
        return ExitCode.OK;
    }

    private String words(JsonNode policy) {
        String over = Quantities.count(policy.path("bulkOver").asLong(0));
        return "Tenant " + tenant + ": "
                + switch (text(policy, "twoPersons")) {
                    case "bulk" -> "two persons for what touches over " + over + " messages or loses the past.";
                    case "write" ->
                        "two persons for every restore, for exports over " + over
                                + " messages, and for what loses the past.";
                    default -> "one person suffices for everything.";
                };
    }
}
