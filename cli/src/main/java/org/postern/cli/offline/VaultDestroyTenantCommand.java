package org.postern.cli.offline;

import java.util.Map;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Terminal;
import org.postern.mail.TenantId;
import org.postern.vault.Vault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Destroys a tenant: its keys, and with them all of its mail.
@Command(
        name = "destroy-tenant",
        description = {
            "Destroy a tenant's keys, so that nothing of its mail can ever be read again, then its files.",
            "Backups of keys/TENANT.key made before still open copies of its packs: destroy them too."
        })
final class VaultDestroyTenantCommand extends OfflineCommand {
    @Parameters(paramLabel = "TENANT", description = "The tenant.")
    String name = "";

    @Option(
            names = "--confirm",
            paramLabel = "TENANT",
            required = true,
            description = "Its name once more: this cannot be undone.")
    String confirmed = "";

    VaultDestroyTenantCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run() {
        if (!name.equals(confirmed)) {
            throw new ClientException(
                    ExitCode.USAGE,
                    "The tenant to destroy is " + name + ", and the one confirmed is " + confirmed
                            + ". Nothing was destroyed.",
                    "Give the same name twice.");
        }
        try (Vault vault = Vault.openWithoutIndex(config())) {
            int kept = vault.destroyTenant(new TenantId(name));
            answer(
                    Map.of("tenant", name, "packsKeptByALock", kept),
                    out -> out.println("Tenant " + name + " is destroyed: nothing of it can be read any more."
                            + (kept == 0
                                    ? ""
                                    : " " + kept + " unreadable packs stay until the store's lock on them ends.")));
            return ExitCode.OK;
        }
    }
}
