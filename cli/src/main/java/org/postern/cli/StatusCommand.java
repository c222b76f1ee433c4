package org.postern.cli;

import static org.postern.cli.Mailboxes.text;

import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.cli.client.Api;
import org.postern.cli.client.ApiPath;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Quantities;
import org.postern.cli.terminal.Table;
import org.postern.cli.terminal.Terminal;
import org.postern.cli.terminal.Text;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/// Shows the server and what it keeps for each tenant.
@Command(name = "status", description = "Show the server and what it keeps for each tenant.")
final class StatusCommand extends ServerCommand {
    StatusCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output) {
        JsonNode server = api.get(ApiPath.of("status"));
        List<JsonNode> tenants = api.items(ApiPath.of("tenants"), Long.MAX_VALUE).stream()
                .map(tenant -> api.get(ApiPath.of("tenants", text(tenant, "id"))))
                .toList();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("url", api.server().url());
        document.put("server", server);
        document.put("tenants", tenants);
        output.answer(document, out -> print(out, api, server, tenants, output));
        return ExitCode.OK;
    }

    private static void print(PrintStream out, Api api, JsonNode server, List<JsonNode> tenants, Output output) {
        out.println("Server    " + api.server() + ", version " + text(server, "version"));
        out.println("Up        "
                + Quantities.duration(
                        Duration.ofSeconds(server.path("uptimeSeconds").asLong(0))) + ", since "
                + output.time(server.path("startedAt")));
        out.println("Memory    " + Quantities.bytes(server.path("heapUsedBytes").asLong(0)) + " of "
                + Quantities.bytes(server.path("heapMaxBytes").asLong(0)));
        out.println("Folder    " + text(server, "directory"));
        out.println();
        if (tenants.isEmpty()) {
            out.println("No tenant yet. Add one with: postern tenant add ID");
            return;
        }
        Table table = new Table("Tenant", "Name", ">Mailboxes", ">Messages", ">Versions", ">Raw", ">Stored", ">Index");
        for (JsonNode tenant : tenants) {
            JsonNode stats = tenant.path("stats");
            table.row(
                    text(tenant, "id"),
                    text(tenant, "name"),
                    Quantities.count(stats.path("mailboxes").asLong(0)),
                    Quantities.count(stats.path("messages").asLong(0)),
                    Quantities.count(stats.path("versions").asLong(0)),
                    Quantities.bytes(stats.path("rawBytes").asLong(0)),
                    Quantities.bytes(stats.path("storedBytes").asLong(0)),
                    Quantities.bytes(stats.path("indexBytes").asLong(0)));
        }
        table.print(out, output.columns());
        tenants.forEach(tenant -> printIndex(out, text(tenant, "id"), tenant.path("index")));
        tenants.forEach(tenant -> LedgerStatusCommand.troubles(tenant.path("ledger"))
                .forEach(trouble -> out.println(Text.safe(text(tenant, "id") + ": " + trouble))));
    }

    /// What search lacks of a tenant, when it lacks something.
    private static void printIndex(PrintStream out, String tenant, JsonNode index) {
        long behind = index.path("changesBehind").asLong(0);
        if (behind > 0) {
            out.println(tenant + ": " + Quantities.count(behind) + " changes are not searchable yet.");
        }
        if (!index.isMissingNode() && !index.path("readsDocuments").asBoolean(true)) {
            out.println(
                    tenant + ": text in PDF and Office attachments is not searched: target/dist/extract is missing.");
        }
        index.path("unread")
                .properties()
                .forEach(reason -> out.println(tenant + ": no text of "
                        + Quantities.count(reason.getValue().asLong(0)) + " attachments, because " + reason.getKey()
                        + "."));
        index.path("problems").forEach(problem -> out.println(tenant + ": not searchable: " + problem.asString("")));
    }
}
