package org.postern.vault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.postern.vault.catalog.PostgresDatabase;
import org.postern.vault.catalog.SqliteDatabase;
import org.postern.vault.catalog.TenantRows;
import org.postern.vault.store.Disk;

/// Opens the catalog where it is: in the vault's directory, or on the server that is given.
///
/// The file `catalog.server` says that it is on a server, and on which. Without it a vault that is opened without its
/// server would quietly get a second catalog, which lacks what its users keep beside the mail's own tables.
final class CatalogPlace {
    private static final String MARK = "catalog.server";

    private CatalogPlace() {}

    static Database open(VaultOpening opening, byte[] vaultId) throws IOException {
        VaultConfig config = opening.config();
        boolean local =
                opening.mode() == VaultOpening.Mode.PACKS || config.catalog().isEmpty();
        Path mark = config.directory().resolve(MARK);
        if (local && opening.mode() != VaultOpening.Mode.PACKS) {
            requireHere(opening, mark);
        }
        Database database = local
                ? new SqliteDatabase(opening.derived().resolve("catalog.db"))
                : PostgresDatabase.open(
                        config.catalog().orElseThrow(),
                        vaultId,
                        config.directory().resolve("catalog.db"));
        try {
            database.migrate("vault", "org/postern/vault/catalog");
            if (opening.mode() == VaultOpening.Mode.REBUILD) {
                new TenantRows(database).deleteAll();
            }
            if (!local) {
                mark(opening.disk(), mark, config.catalog().orElseThrow().place());
            }
            return database;
        } catch (IOException | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /// Making the catalog anew in the directory is the way to bring it back there.
    private static void requireHere(VaultOpening opening, Path mark) throws IOException {
        Disk disk = opening.disk();
        if (!disk.exists(mark)) {
            return;
        }
        if (opening.mode() == VaultOpening.Mode.REBUILD) {
            disk.delete(mark);
            return;
        }
        throw new VaultException(
                VaultException.Kind.PERMANENT,
                "The catalog of the vault in " + opening.config().directory() + " is on PostgreSQL, at "
                        + new String(disk.readAll(mark), StandardCharsets.UTF_8).strip()
                        + ". Give its URL by --catalog; or bring it back here by \"postern vault rebuild-catalog\""
                        + " without --catalog.");
    }

    private static void mark(Disk disk, Path mark, String place) throws IOException {
        byte[] text = (place + "\n").getBytes(StandardCharsets.UTF_8);
        if (!disk.exists(mark) || !java.util.Arrays.equals(disk.readAll(mark), text)) {
            disk.replace(mark, text);
        }
    }
}
