package org.postern.cli.offline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Progress;
import org.postern.cli.terminal.Quantities;
import org.postern.cli.terminal.Terminal;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;
import org.postern.vault.Vault;
import org.postern.vault.VaultConfig;
import org.postern.vault.VaultStats;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Keeps a directory tree of mail in a vault.
@Command(
        name = "put",
        description = {
            "Keep a folder tree of mail in a vault: .eml files, Maildir, mbox, and whatever else lies there.",
            "Only what is new is read. What is gone from the tree stays in the vault, as it was until now (--as-at)."
        })
final class VaultPutCommand extends OfflineCommand {
    @Parameters(paramLabel = "DIR", description = "The tree to keep.")
    @SuppressWarnings("NullAway.Init") // picocli sees to it.
    Path directory;

    @Option(names = "--name", paramLabel = "NAME", description = "The tree's name in the vault. Default: its path.")
    @Nullable
    String name;

    @Option(names = "--index", description = "Make it searchable as well.")
    boolean index;

    VaultPutCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run() throws IOException, InterruptedException {
        Path root = root();
        VaultConfig config = config();
        try (Vault vault = index ? Vault.open(config) : Vault.openWithoutIndex(config)) {
            TenantId tenant = new TenantId(options.tenant == null ? Trees.TENANT : options.tenant);
            vault.addTenant(tenant);
            MailboxId tree = Trees.of(root, name);
            if (vault.mailbox(tenant, tree).isEmpty()) {
                vault.putMailbox(tenant, tree, root.toString(), String.valueOf(root.getFileName()));
            }
            Tally tally;
            try (Progress progress = progress("Put")) {
                tally = new TreePut(
                                vault, tenant, tree, root, terminal().clock().instant(), progress)
                        .run();
                if (index) {
                    vault.awaitIndexed(tenant);
                }
            }
            show(tally, vault.stats(tenant));
            return end(tally);
        }
    }

    private Path root() throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new ClientException(
                    ExitCode.NOT_FOUND, directory + " is no directory.", "Name the folder that holds the mail.");
        }
        return directory.toRealPath();
    }

    private void show(Tally tally, VaultStats stats) {
        Map<String, Object> figures = figures(tally, stats);
        answer(figures, out -> {
            out.println(Quantities.count(tally.messages()) + " messages in " + Quantities.count(tally.files())
                    + " files, " + Quantities.bytes(tally.bytes()) + "; " + Quantities.count(tally.added())
                    + " new, " + Quantities.count(tally.removed()) + " gone.");
            out.println("The vault has " + Quantities.bytes(stats.storedBytes()) + "; it took "
                    + Quantities.duration(Duration.ofMillis((long) (1000 * seconds()))) + ".");
        });
    }
}
