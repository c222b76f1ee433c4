package org.postern.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.Api;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Terminal;
import org.postern.cli.terminal.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Holds a mailbox, an item or what a search finds.
@Command(
        name = "add",
        description = "Keep a mailbox, a message or what a search finds, whatever the retention policy says.",
        footer = {
            "",
            "Examples:",
            "  postern hold add case-17 --reason \"lawsuit\" --mailbox anna@contoso.com",
            "  postern hold add case-18 --reason \"audit\" --search \"from:supplier.com invoice\""
        })
final class HoldAddCommand extends InTenantCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "A name by which it is released.")
    String name = "";

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why.")
    String reason = "";

    @Option(names = "--mailbox", paramLabel = "MAILBOX", description = "An address or id.")
    @Nullable
    String mailbox;

    @Option(names = "--item", paramLabel = "ITEM", description = "One message of the mailbox, by its id.")
    @Nullable
    String item;

    @Option(
            names = "--search",
            paramLabel = "QUERY",
            description = "What this finds, now and later; what search cannot decide is held too.")
    @Nullable
    String query;

    HoldAddCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("name", name);
        body.put("reason", reason);
        body.put("mailbox", mailbox);
        body.put("item", item);
        body.put("query", query);
        JsonNode hold = api.post(path(tenant, "holds"), body);
        output.answer(hold, out -> out.println("Held: " + Text.line(HoldListCommand.what(hold)) + "."));
        return ExitCode.OK;
    }
}
