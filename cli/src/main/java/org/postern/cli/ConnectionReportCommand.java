package org.postern.cli;

import static org.postern.cli.Mailboxes.text;

import java.nio.file.Path;
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

/// Shows the newest replacement of a connection's key.
@Command(
        name = "report",
        description = {
            "Show the newest replacement of a connection's key: its steps, how mail flowed meanwhile, and after a theft who",
            "used the old key, as far as the tenant's sign-in log tells by now. With --out, write it as a signed report."
        },
        footer = {"", "Example:", "  postern connection report sync --out incident-7.html"})
final class ConnectionReportCommand extends InTenantCommand {
    @Parameters(paramLabel = "FUNCTION", description = "Of which connection: sync, remediate, watch or probe.")
    @SuppressWarnings("NullAway.Init")
    Function function;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write the report as HTML to a new file, and FILE.proof: that it is in the signed ledger.")
    @Nullable
    Path out;

    ConnectionReportCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        JsonNode report = api.get(path(tenant, "connections", function.word(), "roll"));
        JsonNode made =
                out == null ? report : api.post(path(tenant, "connections", function.word(), "roll", "report"), null);
        if (out != null) {
            SignedFile.write(out, text(made, "report"), text(made, "proof"));
        }
        output.answer(report, to -> {
            Table steps = new Table("When", "Step", "What");
            report.path("events")
                    .forEach(event -> steps.row(
                            output.time(event.path("at")), text(event, "step"), Text.safe(text(event, "text"))));
            steps.print(to, output.columns());
            Table flow = new Table("Function", ">Looks", ">Failed", ">Longest gap");
            report.path("mailFlow")
                    .forEach(one -> flow.row(
                            text(one, "function"),
                            text(one, "looks"),
                            text(one, "failures"),
                            text(one, "longestGapMilliseconds") + " ms"));
            flow.print(to, output.columns());
            to.println("Outcome: " + text(report, "outcome").replace('_', ' ') + ".");
            Rolls.signIns(to, report);
            if (out != null) {
                SignedFile.print(to, made, out);
            }
        });
        return ExitCode.OK;
    }
}
