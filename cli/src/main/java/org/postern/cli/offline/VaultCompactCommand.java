package org.postern.cli.offline;

import java.util.LinkedHashMap;
import java.util.Map;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Progress;
import org.postern.cli.terminal.Quantities;
import org.postern.cli.terminal.Terminal;
import org.postern.mail.TenantId;
import org.postern.vault.CompactReport;
import org.postern.vault.Vault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Frees the room of what no version needs.
@Command(name = "compact", description = "Free the room of what no version needs, by writing packs anew without it.")
final class VaultCompactCommand extends OfflineCommand {
    @Option(
            names = "--dead-share",
            paramLabel = "SHARE",
            defaultValue = "0.3",
            description = "Rewrite a pack when so much of it is dead, 0 to 1; 0 leaves nothing. Default: 0.3.")
    double deadShare;

    VaultCompactCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run() {
        if (!(deadShare >= 0 && deadShare <= 1)) {
            throw new ClientException(ExitCode.USAGE, "A share is 0 to 1.", "Give --dead-share such as 0.3.");
        }
        try (Vault vault = Vault.openWithoutIndex(config());
                Progress progress = progress("Compact")) {
            TenantId tenant = Trees.tenant(vault, options.tenant);
            CompactReport report =
                    vault.upkeep(tenant).compact(deadShare, (step, done, total) -> progress.at(done, total, step));
            answer(document(report), out -> {
                out.println("Dropped " + Quantities.count(report.objects()) + " objects, deleted "
                        + Quantities.count(report.packsDeleted()) + " packs, wrote "
                        + Quantities.count(report.packsWritten()) + ", freed "
                        + Quantities.bytes(report.bytesFreed()) + ".");
                if (report.packsKept() > 0) {
                    out.println(report.packsKept() + " packs that are not needed any more stay for now: locked in their"
                            + " store, or the new ones are on their way. Compact again later.");
                }
            });
            return ExitCode.OK;
        }
    }

    private Map<String, Object> document(CompactReport report) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("objects", report.objects());
        document.put("packsDeleted", report.packsDeleted());
        document.put("packsWritten", report.packsWritten());
        document.put("packsKept", report.packsKept());
        document.put("bytesFreed", report.bytesFreed());
        document.put("seconds", seconds());
        return document;
    }
}
