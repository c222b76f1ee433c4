package org.postern.cli.offline;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Quantities;
import org.postern.cli.terminal.Terminal;
import org.postern.cli.terminal.Text;
import org.postern.mail.TenantId;
import org.postern.vault.CheckReport;
import org.postern.vault.Vault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Looks for damage in a vault.
@Command(
        name = "check",
        description = {
            "Look for damage: which bytes are not what was written, which messages that touches, what mends it.",
            "Without --read-data the packs' own indexes are compared with the catalog; with it every byte is read."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:sound", "1:damaged; the output names what", "2:the command was not understood"})
final class VaultCheckCommand extends OfflineCommand {
    private static final int SHOWN = 50;

    @Option(names = "--read-data", description = "Read every byte of every pack.")
    boolean readData;

    VaultCheckCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run() {
        boolean sound = true;
        List<Object> tenants = new ArrayList<>();
        List<Runnable> shown = new ArrayList<>();
        try (Vault vault = Vault.openWithoutIndex(config())) {
            List<TenantId> asked =
                    options.tenant == null ? vault.tenants() : List.of(Trees.tenant(vault, options.tenant));
            for (TenantId tenant : asked) {
                CheckReport report = vault.check(tenant, readData);
                sound &= report.isSound();
                tenants.add(document(tenant, report));
                shown.add(() -> show(terminal().out(), tenant, report));
            }
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("sound", sound);
        document.put("tenants", tenants);
        document.put("seconds", seconds());
        document.put("cpuSeconds", Usage.cpuSeconds());
        document.put("peakRssBytes", Usage.peakRssBytes());
        answer(document, _ -> shown.forEach(Runnable::run));
        return sound ? ExitCode.OK : ExitCode.FAILED;
    }

    private static Map<String, Object> document(TenantId tenant, CheckReport report) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("tenant", tenant.value());
        document.put("sound", report.isSound());
        document.put("packs", report.packs());
        document.put("objects", report.objects());
        document.put("bytesRead", report.bytesRead());
        document.put("damages", report.damages());
        document.put("touched", report.touched());
        document.put("touchedTotal", report.touchedTotal());
        return document;
    }

    private void show(PrintStream out, TenantId tenant, CheckReport report) {
        out.println("Tenant " + tenant + ": " + Quantities.count(report.objects()) + " objects in "
                + Quantities.count(report.packs()) + " packs" + (readData ? ", every byte read" : "") + ": "
                + (report.isSound() ? "sound." : "DAMAGED."));
        for (CheckReport.Damage damage : report.damages().stream().limit(SHOWN).toList()) {
            out.println("  " + Text.line(damage.where()) + ": " + Text.line(damage.what()));
            out.println("    " + damage.remedy());
        }
        more(out, report.damages().size());
        if (report.touchedTotal() > 0) {
            out.println("  Messages touched: " + Quantities.count(report.touchedTotal()));
        }
        report.touched().stream()
                .limit(SHOWN)
                .forEach(touched -> out.println("    " + Text.line(touched.mailbox() + "  " + touched.item())));
        more(out, report.touchedTotal());
    }

    private static void more(PrintStream out, long total) {
        if (total > SHOWN) {
            out.println("    … and " + Quantities.count(total - SHOWN) + " more (--json names them).");
        }
    }
}
