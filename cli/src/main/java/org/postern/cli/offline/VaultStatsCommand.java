package org.postern.cli.offline;

import java.util.LinkedHashMap;
import java.util.Map;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Quantities;
import org.postern.cli.terminal.Table;
import org.postern.cli.terminal.Terminal;
import org.postern.mail.TenantId;
import org.postern.vault.MailboxRecord;
import org.postern.vault.Vault;
import org.postern.vault.VaultStats;
import picocli.CommandLine.Command;

/// Says how much a vault holds.
@Command(name = "stats", description = "Show how much a vault holds, and in how many bytes.")
final class VaultStatsCommand extends OfflineCommand {
    VaultStatsCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run() {
        try (Vault vault = Vault.openWithoutIndex(config())) {
            TenantId tenant = Trees.tenant(vault, options.tenant);
            VaultStats stats = vault.stats(tenant);
            long objects = vault.objects(tenant);
            answer(document(stats, objects), out -> {
                Table table = new Table("Tree or mailbox", ">Messages", ">Versions", ">Bytes");
                for (MailboxRecord mailbox : vault.mailboxes(tenant)) {
                    table.row(
                            Trees.shown(mailbox),
                            Quantities.count(mailbox.messages()),
                            Quantities.count(mailbox.versions()),
                            Quantities.bytes(mailbox.bytes()));
                }
                table.print(out, terminal().columns());
                out.println();
                out.println(Quantities.bytes(stats.rawBytes()) + " of mail are kept in "
                        + Quantities.bytes(stats.storedBytes()) + " (" + Quantities.count(objects)
                        + " objects); the search index has " + Quantities.bytes(stats.indexBytes()) + ".");
            });
            return ExitCode.OK;
        }
    }

    private Map<String, Object> document(VaultStats stats, long objects) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("messages", stats.messages());
        document.put("rawBytes", stats.rawBytes());
        document.put("storedBytes", stats.storedBytes());
        document.put("indexBytes", stats.indexBytes());
        document.put("added", 0);
        document.put("seconds", seconds());
        document.put("cpuSeconds", Usage.cpuSeconds());
        document.put("peakRssBytes", Usage.peakRssBytes());
        document.put("mailboxes", stats.mailboxes());
        document.put("versions", stats.versions());
        document.put("objects", objects);
        return document;
    }
}
