package org.postern.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.Api;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Table;
import org.postern.cli.terminal.Terminal;
import org.postern.cli.terminal.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Shows what a key could reach in a span of time, and what it did.
@Command(
        name = "reach",
        description = {
            "Show which mailboxes a connection's key could reach between two instants, which Postern read with it, and",
            "which others opened as far as logs tell. With --out, write the report, and beside it FILE.proof: that its hash",
            "is in the tenant's signed ledger."
        },
        footer = {"", "Example:", "  postern connection reach sync --from -7d --out reach.html"})
final class ConnectionReachCommand extends InTenantCommand {
    @Parameters(paramLabel = "FUNCTION", description = "sync, remediate, watch, probe or canary.")
    @SuppressWarnings("NullAway.Init")
    Function function;

    @Option(names = "--from", paramLabel = "WHEN", required = true, description = "Since when, such as -7d.")
    @SuppressWarnings("NullAway.Init")
    Instant from;

    @Option(names = "--until", paramLabel = "WHEN", description = "Until when. Default: now.")
    @Nullable
    Instant until;

    @Option(names = "--out", paramLabel = "FILE", description = "Write the report as HTML to a new file.")
    @Nullable
    Path out;

    ConnectionReachCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        Instant end = until == null ? terminal.clock().instant() : until;
        JsonNode reach = api.post(
                path(tenant, "watch", "reach"),
                Map.of("function", function.word(), "from", from.toString(), "until", end.toString()));
        if (out != null) {
            SignedFile.write(
                    out, reach.path("report").asString(""), reach.path("proof").asString(""));
        }
        output.answer(reach, to -> {
            Table table = new Table("Mailbox", "Opened by others", ">Operations of Postern");
            reach.path("mailboxes").forEach(mailbox -> {
                String address = mailbox.path("address").asString("");
                table.row(
                        Text.safe(address.isEmpty() ? mailbox.path("id").asString("") : address),
                        mailbox.path("byOthers").asBoolean(false) ? "YES" : "",
                        mailbox.path("ownRequests").asString("0"));
            });
            table.print(to, output.columns());
            WatchAlarmsCommand.print(to, output, reach.path("alarms"));
            reach.path("unknown").forEach(unknown -> to.println("NOT KNOWN: " + Text.safe(unknown.asString(""))));
            SignedFile.print(to, reach, out);
        });
        return ExitCode.OK;
    }
}
