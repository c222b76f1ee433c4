package org.postern.cli;

import java.nio.file.Path;
import java.util.Map;
import org.postern.cli.client.Api;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Writes one entry with the proof that it is in the signed ledger, without the other entries.
@Command(
        name = "prove",
        description = "Write one entry with the proof that it is in the signed ledger, and nothing of the others.",
        footer = {"", "Check it with \"postern ledger verify FILE --key VKEY\"."})
final class LedgerProveCommand extends InTenantCommand {
    @Parameters(paramLabel = "NUMBER", description = "The entry's number.")
    long number;

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "FILE",
            description = "The file to write, such as entry-12.tlog-proof.")
    @SuppressWarnings("NullAway.Init")
    Path file;

    @Option(names = "--force", description = "Write over FILE when it is there.")
    boolean force;

    LedgerProveCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        Download.refuseToReplace(file, force);
        Download.save(api.download(path(tenant, "ledger", "proofs", Long.toString(number))), file);
        output.answer(
                Map.of("file", file.toString(), "number", number),
                out -> out.println("Wrote the proof of entry " + number + " to " + file + "."));
        return ExitCode.OK;
    }
}
