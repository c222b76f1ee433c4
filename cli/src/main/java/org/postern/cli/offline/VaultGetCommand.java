package org.postern.cli.offline;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Progress;
import org.postern.cli.terminal.Quantities;
import org.postern.cli.terminal.Terminal;
import org.postern.mail.TenantId;
import org.postern.vault.MailboxRecord;
import org.postern.vault.Vault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Gives back what a vault holds.
@Command(
        name = "get",
        description = {
            "Write what a vault holds to a directory: a tree as it was put, byte for byte; a mailbox as .eml files.",
            "After a disaster --from-packs reads keys and packs alone and changes nothing in the vault's directory."
        })
final class VaultGetCommand extends OfflineCommand {
    @Option(names = "--out", paramLabel = "DIR", required = true, description = "An empty or new directory.")
    @SuppressWarnings("NullAway.Init") // picocli sees to it.
    Path out;

    @Option(
            names = {"-m", "--name"},
            paramLabel = "NAME",
            description = "Only this tree, or this mailbox by its address. Default: the only one, or each in a folder.")
    @Nullable
    String name;

    @Option(names = "--as-at", paramLabel = "WHEN", description = "As it was at this instant. Default: now.")
    @Nullable
    Instant asAt;

    @Option(names = "--from-packs", description = "Do without the catalog, and write nothing into the vault.")
    boolean fromPacks;

    VaultGetCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run() throws IOException, InterruptedException {
        requireEmpty();
        Path scratch = fromPacks ? Files.createTempDirectory("postern-get") : null;
        try (Vault vault = scratch == null ? Vault.openWithoutIndex(config()) : Vault.readPacks(config(), scratch)) {
            return get(vault);
        } finally {
            if (scratch != null) {
                clear(scratch);
            }
        }
    }

    private static void clear(Path scratch) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(scratch)) {
            entries.forEach(files::add);
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(scratch);
    }

    private ExitCode get(Vault vault) throws IOException, InterruptedException {
        TenantId tenant = Trees.tenant(vault, options.tenant);
        Tally tally = new Tally();
        try (Progress progress = progress("Get")) {
            List<MailboxRecord> mailboxes = Trees.mailboxes(vault, tenant, name);
            for (MailboxRecord mailbox : mailboxes) {
                Path root = mailboxes.size() == 1 ? out : out.resolve(FolderNames.safe(Trees.shown(mailbox)));
                new TreeGet(vault, tenant, mailbox.id(), root, asAt, progress, tally).run();
            }
        }
        answer(
                figures(tally, vault.stats(tenant)),
                to -> to.println(Quantities.count(tally.messages()) + " messages in "
                        + Quantities.count(tally.files()) + " files, " + Quantities.bytes(tally.bytes())
                        + ", are in " + out + "."));
        return end(tally);
    }

    private void requireEmpty() throws IOException {
        if (!Files.exists(out)) {
            return;
        }
        if (Files.isDirectory(out)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(out)) {
                if (!entries.iterator().hasNext()) {
                    return;
                }
            }
        }
        throw new ClientException(
                ExitCode.USAGE, out + " is not an empty directory.", "Name a new one: nothing there is replaced.");
    }
}
