package org.postern.cli;

import java.nio.file.Path;
import java.util.Map;
import org.postern.cli.client.Api;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Quantities;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Writes a tenant's whole ledger to a file that anybody can check.
@Command(
        name = "export",
        description = "Write a tenant's whole ledger, signed, to one file that anybody can check without a server.",
        footer = {"", "Check it with \"postern ledger verify FILE\", or with the program of \"postern ledger tool\"."})
final class LedgerExportCommand extends InTenantCommand {
    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "FILE",
            description = "The file to write.")
    @SuppressWarnings("NullAway.Init")
    Path file;

    @Option(names = "--force", description = "Write over FILE when it is there.")
    boolean force;

    LedgerExportCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        Download.refuseToReplace(file, force);
        long bytes = Download.save(api.download(path(tenant, "ledger", "export")), file);
        output.answer(
                Map.of("file", file.toString(), "bytes", bytes),
                out -> out.println(
                        "Wrote the ledger of " + tenant + " to " + file + " (" + Quantities.bytes(bytes) + ")."));
        return ExitCode.OK;
    }
}
