package org.postern.vault;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import org.postern.mail.TenantId;
import org.postern.vault.catalog.TenantRows;
import org.postern.vault.key.KeyRing;
import org.postern.vault.search.SearchIndex;
import org.postern.vault.store.Disk;
import org.postern.vault.store.ObjectStore;

/// Removes what is left of a tenant whose keys were destroyed: the index and the catalog's rows, which lie in clear,
/// then its packs, which nothing opens any more. Can be repeated after a failure at any point.
final class TenantBurial {
    private final Disk disk;
    private final KeyRing keys;
    private final TenantRows rows;
    private final ObjectStore store;
    private final Path openPacks;
    private final Path indexes;
    private final Path names;

    TenantBurial(Disk disk, KeyRing keys, Database database, ObjectStore store, Path directory) {
        this.disk = disk;
        this.keys = keys;
        this.rows = new TenantRows(database);
        this.store = store;
        this.openPacks = directory.resolve("open");
        this.indexes = directory.resolve("index");
        this.names = directory.resolve("names");
    }

    /// Returns how many packs a lock of the store keeps; they are tried again at the next opening.
    int bury(TenantId tenant) throws IOException {
        SearchIndex.erase(indexes.resolve(tenant.value()));
        disk.delete(names.resolve(tenant.value()));
        rows.delete(tenant);
        for (Path pack : disk.list(openPacks)) {
            if (String.valueOf(pack.getFileName()).startsWith(tenant.value() + ".")) {
                disk.delete(pack);
            }
        }
        int kept = deletePacks(tenant);
        if (kept == 0) {
            keys.buried(tenant);
        }
        return kept;
    }

    private int deletePacks(TenantId tenant) throws IOException {
        int kept = 0;
        for (String key : store.list(tenant.value() + "/")) {
            try {
                store.delete(key);
            } catch (AccessDeniedException e) {
                kept++;
            }
        }
        return kept;
    }

    /// Ends what a crash or a lock left undone.
    void finish() throws IOException {
        for (TenantId tenant : keys.destroyed()) {
            keys.destroy(tenant);
            bury(tenant);
        }
    }
}
