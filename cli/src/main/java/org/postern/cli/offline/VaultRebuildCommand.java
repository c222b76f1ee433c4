package org.postern.cli.offline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Terminal;
import org.postern.cli.terminal.Text;
import org.postern.vault.Vault;
import org.postern.vault.VaultException;
import picocli.CommandLine.Command;

/// Makes a vault's catalog anew.
@Command(
        name = "rebuild-catalog",
        description = {
            "Make the catalog anew from the packs alone, which hold all that is in it. With --catalog it is made on"
                    + " PostgreSQL, without in the vault's directory, wherever it was before.",
            "A catalog that is no database any more is moved aside, to catalog.db.damaged."
        })
final class VaultRebuildCommand extends OfflineCommand {
    VaultRebuildCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run() throws IOException {
        if (!Files.exists(options.repo.resolve("keys/_vault.key"))) {
            throw new ClientException(
                    ExitCode.NOT_FOUND, "There is no vault in " + options.repo + ".", "Name the vault's directory.");
        }
        List<String> problems = rebuild();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("problems", problems);
        document.put("seconds", seconds());
        document.put("cpuSeconds", Usage.cpuSeconds());
        document.put("peakRssBytes", Usage.peakRssBytes());
        answer(document, out -> {
            problems.forEach(problem -> out.println(Text.line(problem)));
            out.println(problems.isEmpty() ? "The catalog is made anew." : "All else is in the new catalog.");
        });
        return problems.isEmpty() ? ExitCode.OK : ExitCode.PARTLY;
    }

    private List<String> rebuild() throws IOException {
        try {
            return Vault.rebuildCatalog(config());
        } catch (VaultException e) {
            if (e.kind() == VaultException.Kind.RETRYABLE || !isDamaged()) {
                throw e;
            }
            moveAside();
            return Vault.rebuildCatalog(config());
        }
    }

    /// Whether the file does not even begin as SQLite's do; anything subtler SQLite itself has to say.
    private boolean isDamaged() throws IOException {
        Path catalog = options.repo.resolve("catalog.db");
        if (options.catalog.url != null || !Files.exists(catalog)) {
            return false;
        }
        try (java.io.InputStream in = Files.newInputStream(catalog)) {
            byte[] head = in.readNBytes(16);
            return !new String(head, java.nio.charset.StandardCharsets.ISO_8859_1).equals("SQLite format 3\0");
        }
    }

    private void moveAside() throws IOException {
        Path catalog = options.repo.resolve("catalog.db");
        Files.move(
                catalog, options.repo.resolve("catalog.db.damaged"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(options.repo.resolve("catalog.db-wal"));
        Files.deleteIfExists(options.repo.resolve("catalog.db-shm"));
    }
}
