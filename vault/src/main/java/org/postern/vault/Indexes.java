package org.postern.vault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.postern.extract.ChildExtractor;
import org.postern.extract.TextExtractor;
import org.postern.mail.TenantId;
import org.postern.vault.catalog.Catalog;
import org.postern.vault.catalog.Lookups;
import org.postern.vault.pack.Benches;
import org.postern.vault.search.SearchIndex;
import org.postern.vault.store.Disk;

/// The tenants' search indexes, each opened when it is first needed, and opened anew when its thread died.
final class Indexes implements AutoCloseable {
    private final Path directory;
    private final Disk disk;
    private final Database database;
    private final Catalog catalog;
    private final ContentStore contents;
    private final Benches benches;
    private final @Nullable ChildExtractor extractor;
    private final Map<TenantId, TenantIndexer> open = new ConcurrentHashMap<>();

    Indexes(VaultConfig config, Disk disk, Database database, Catalog catalog, ContentStore contents, Benches benches) {
        this.directory = config.directory().resolve("index");
        this.disk = disk;
        this.database = database;
        this.catalog = catalog;
        this.contents = contents;
        this.benches = benches;
        this.extractor = config.extractor().map(ChildExtractor::new).orElse(null);
    }

    TenantIndexer of(OpenTenant tenant) {
        return open.compute(tenant.id(), (id, running) -> {
            Optional<RuntimeException> failure = running == null ? Optional.empty() : running.failure();
            if (running != null && failure.isEmpty()) {
                return running;
            }
            Path folder = directory.resolve(id.value());
            if (running != null) {
                running.close();
                if (failure.get() instanceof VaultException e && e.kind() == VaultException.Kind.CORRUPT) {
                    SearchIndex.erase(folder);
                }
            }
            TextExtractor reader = extractor == null ? null : extractor.forOwner(id.value());
            return new TenantIndexer(tenant, catalog, new Lookups(database), contents, benches, reader, folder);
        });
    }

    /// Returns when what was forgotten is purged from the tenant's index, if it has one; none is made for that.
    void awaitPurged(OpenTenant tenant) {
        if (open.containsKey(tenant.id())
                || Files.exists(directory.resolve(tenant.id().value()))) {
            TenantIndexer indexer = of(tenant);
            indexer.awaitIndexed();
            indexer.awaitPurged();
        }
    }

    /// Tells the tenant's index, when it is open, of its last change.
    void committed(TenantId tenant, long sequence) {
        TenantIndexer indexer = open.get(tenant);
        if (indexer != null) {
            indexer.changed(sequence);
        }
    }

    void forget(TenantId tenant) {
        TenantIndexer indexer = open.remove(tenant);
        if (indexer != null) {
            indexer.close();
        }
    }

    long bytes(TenantId tenant) {
        try {
            long bytes = 0;
            for (Path file : disk.list(directory.resolve(tenant.value()))) {
                bytes += Files.exists(file) ? Files.size(file) : 0;
            }
            return bytes;
        } catch (NoSuchFileException e) {
            return 0; // The index merges its files while they are counted.
        } catch (IOException e) {
            throw new VaultException(
                    VaultException.Kind.RETRYABLE,
                    "The search index of tenant " + tenant + " could not be measured: " + e.getMessage()
                            + ". Check the disk and try again.",
                    e);
        }
    }

    @Override
    public void close() {
        open.values().forEach(TenantIndexer::close);
        if (extractor != null) {
            extractor.close();
        }
    }
}
