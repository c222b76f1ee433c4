package org.postern.cli.offline;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Progress;
import org.postern.cli.terminal.Quantities;
import org.postern.cli.terminal.Terminal;
import org.postern.mail.TenantId;
import org.postern.vault.ForgetReport;
import org.postern.vault.RetentionPolicy;
import org.postern.vault.Upkeep;
import org.postern.vault.Vault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Forgets old versions of a vault's files and messages.
@Command(
        name = "forget",
        description = {
            "Forget versions that ended, by the policy that the vault has or that is set here; holds keep theirs.",
            "Room is freed by \"postern vault compact\"."
        })
final class VaultForgetCommand extends OfflineCommand {
    @Option(
            names = "--days",
            paramLabel = "N",
            description = "From now on keep what ended so many days, 1 to 36135; 0 for ever.")
    @Nullable
    Integer days;

    @Option(
            names = "--versions",
            paramLabel = "N",
            description = "From now on keep so many versions of each; 0 for all.")
    @Nullable
    Integer versions;

    @Option(names = "--dry-run", description = "Only count, by the policy that is set.")
    boolean dryRun;

    VaultForgetCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run() {
        if (dryRun && (days != null || versions != null)) {
            throw new org.postern.cli.client.ClientException(
                    ExitCode.USAGE,
                    "--dry-run changes nothing, so no policy either.",
                    "Set the policy with \"postern vault forget --days N\" only when you mean to forget.");
        }
        try (Vault vault = Vault.openWithoutIndex(config());
                Progress progress = progress("Forget")) {
            TenantId tenant = Trees.tenant(vault, options.tenant);
            Upkeep upkeep = vault.upkeep(tenant);
            setPolicy(upkeep);
            ForgetReport report = upkeep.forget(dryRun, (step, done, total) -> progress.at(done, total, step));
            answer(document(report), out -> {
                out.println((dryRun ? "Would forget " : "Forgot ") + Quantities.count(report.versions())
                        + " versions of " + Quantities.count(report.items()) + " items ("
                        + Quantities.bytes(report.bytes()) + ").");
                out.println("Holds keep " + Quantities.count(report.heldVersions()) + " more.");
            });
            return ExitCode.OK;
        }
    }

    private void setPolicy(Upkeep upkeep) {
        if (days == null && versions == null) {
            return;
        }
        RetentionPolicy before = upkeep.retention(RetentionPolicy.MESSAGE);
        try {
            upkeep.setRetention(
                    new RetentionPolicy(
                            RetentionPolicy.MESSAGE,
                            days == null ? before.days() : days,
                            versions == null ? before.versions() : versions),
                    "postern vault");
        } catch (IllegalArgumentException e) {
            throw new org.postern.cli.client.ClientException(
                    ExitCode.USAGE, String.valueOf(e.getMessage()), "Give numbers in range.", e);
        }
    }

    private Map<String, Object> document(ForgetReport report) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("dryRun", report.dryRun());
        document.put("items", report.items());
        document.put("versions", report.versions());
        document.put("bytes", report.bytes());
        document.put("heldVersions", report.heldVersions());
        document.put("undecidedVersions", report.undecidedVersions());
        document.put("seconds", seconds());
        return document;
    }
}
