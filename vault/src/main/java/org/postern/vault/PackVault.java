package org.postern.vault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.postern.extract.ChildExtractor;
import org.postern.extract.TextExtractor;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;
import org.postern.vault.catalog.Applier;
import org.postern.vault.catalog.Catalog;
import org.postern.vault.catalog.Lookups;
import org.postern.vault.catalog.SqliteDatabase;
import org.postern.vault.catalog.Times;
import org.postern.vault.key.KeyRing;
import org.postern.vault.key.TenantKeys;
import org.postern.vault.pack.Benches;
import org.postern.vault.pack.ObjectName;
import org.postern.vault.pack.TenantPacks;
import org.postern.vault.search.SearchIndex;
import org.postern.vault.store.Disk;
import org.postern.vault.store.LocalObjectStore;
import org.postern.vault.store.ObjectStore;

/// [Vault] of packs in a directory, found through a catalog in SQLite.
final class PackVault implements Vault {
    private static final System.Logger LOG = System.getLogger(PackVault.class.getName());
    private final Clock clock;
    private final Disk disk;
    private final Path openPacks;
    private final ObjectStore store;
    private final long packBytes;
    private final VaultLock lock;
    private final KeyRing keys;
    private final Database database;
    private final Catalog catalog;
    private final Applier applier;
    private final Benches benches;
    private final ContentStore contents;
    private final Committer committer;
    private final Map<TenantId, OpenTenant> tenants =
            new ConcurrentSkipListMap<>(java.util.Comparator.comparing(TenantId::value));
    private final Map<TenantId, TenantIndexer> indexers = new ConcurrentHashMap<>();
    private final Path indexes;
    private final @Nullable ChildExtractor extractor;
    private final List<String> problems = new ArrayList<>();

    private PackVault(VaultConfig config, Disk disk, VaultLock lock, KeyRing keys, Database database) {
        this.clock = config.clock();
        this.disk = disk;
        this.openPacks = config.directory().resolve("open");
        this.store = new LocalObjectStore(disk, config.directory().resolve("packs"));
        this.indexes = config.directory().resolve("index");
        this.extractor = config.extractor().map(ChildExtractor::new).orElse(null);
        this.packBytes = config.packBytes();
        this.lock = lock;
        this.keys = keys;
        this.database = database;
        this.catalog = new Catalog(database);
        this.benches = new Benches(Math.max(2, Runtime.getRuntime().availableProcessors()), config.random());
        this.applier = database.read(Applier::new);
        this.contents = new ContentStore(catalog, benches);
        this.committer = new Committer(database, applier, benches, this::committed);
    }

    static PackVault open(VaultConfig config, Disk disk) {
        return open(config, disk, false);
    }

    /// Makes the catalog anew from the packs alone, and returns what of it is lost or damaged. Other owners' tables
    /// stay as they are.
    static List<String> rebuildCatalog(VaultConfig config, Disk disk) {
        try (PackVault vault = open(config, disk, true)) {
            return List.copyOf(vault.problems);
        }
    }

    private static PackVault open(VaultConfig config, Disk disk, boolean rebuild) {
        Path directory = config.directory();
        try {
            disk.createDirectories(directory);
            VaultLock lock = VaultLock.take(directory);
            try {
                KeyRing keys = keys(config, disk);
                return open(config, disk, lock, keys, rebuild);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new VaultException(
                    VaultException.Kind.RETRYABLE,
                    "The vault in " + directory + " could not be opened: " + e
                            + ". Check that the disk is there, has room and may be written by this user.",
                    e);
        }
    }

    private static KeyRing keys(VaultConfig config, Disk disk) throws IOException {
        Path directory = config.directory().resolve("keys");
        if (KeyRing.exists(disk, directory)) {
            return KeyRing.open(disk, directory, config.passphrase(), config.random());
        }
        boolean used = !disk.list(directory).isEmpty()
                || !disk.list(config.directory().resolve("packs")).isEmpty();
        if (used) {
            throw new VaultException(
                    VaultException.Kind.CORRUPT,
                    "The vault in " + config.directory() + " has lost its key file keys/_vault.key. Put it back from a"
                            + " backup; without it no mail in this vault can be read. No new key was made.");
        }
        return KeyRing.create(disk, directory, config.passphrase(), config.keyCost(), config.random());
    }

    private static PackVault open(VaultConfig config, Disk disk, VaultLock lock, KeyRing keys, boolean rebuild)
            throws IOException {
        Database database = new SqliteDatabase(config.directory().resolve("catalog.db"));
        try {
            database.migrate("vault", "org/postern/vault/catalog");
            if (rebuild) {
                new Catalog(database).clear();
            }
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
        PackVault vault = new PackVault(config, disk, lock, keys, database);
        try {
            for (TenantId tenant : keys.tenants()) {
                vault.openTenant(keys.open(tenant));
            }
            return vault;
        } catch (IOException | RuntimeException e) {
            vault.closeParts();
            throw e;
        }
    }

    private void openTenant(TenantKeys tenantKeys) throws IOException {
        TenantPacks packs = new TenantPacks(disk, store, openPacks, tenantKeys, packBytes);
        Recovery recovery = new Recovery(database, catalog, applier, benches);
        try {
            OpenTenant tenant = recovery.open(tenantKeys.tenant(), packs);
            tenants.put(tenantKeys.tenant(), tenant);
            problems.addAll(recovery.problems());
            learnNames(tenant);
        } catch (IOException | RuntimeException e) {
            packs.close();
            throw e;
        }
    }

    /// In the background: until all names are known the catalog is asked, which is slower and no less right.
    private void learnNames(OpenTenant tenant) {
        Thread.ofVirtual().name("names-" + tenant.id()).start(() -> {
            try {
                catalog.objectNames(tenant.row(), tenant.packs()::name);
                tenant.packs().namesKnown();
            } catch (RuntimeException e) {
                LOG.log(
                        System.Logger.Level.DEBUG,
                        "The object names of tenant {0} were not learned: {1}",
                        tenant.id(),
                        e.getMessage());
            }
        });
    }

    @Override
    public synchronized void addTenant(TenantId tenant) {
        if (tenants.containsKey(tenant)) {
            return;
        }
        try {
            openTenant(keys.create(tenant));
        } catch (IOException e) {
            throw new VaultException(
                    VaultException.Kind.RETRYABLE,
                    "The keys of tenant " + tenant + " could not be made: " + e.getMessage()
                            + ". Make room or mend the disk, then try again.",
                    e);
        }
    }

    @Override
    public List<TenantId> tenants() {
        return List.copyOf(tenants.keySet());
    }

    @Override
    public void putMailbox(TenantId tenant, MailboxId mailbox, String address, String displayName) {
        try (PackMailboxWriter writer = writer(tenant, mailbox, clock.instant())) {
            writer.mailbox(address, displayName);
            writer.commit();
        }
    }

    @Override
    public List<MailboxRecord> mailboxes(TenantId tenant) {
        return catalog.mailboxes(tenant(tenant).row());
    }

    @Override
    public Optional<MailboxRecord> mailbox(TenantId tenant, MailboxId mailbox) {
        return catalog.mailbox(tenant(tenant).row(), mailbox);
    }

    @Override
    public MailboxWriter write(TenantId tenant, MailboxId mailbox, Instant observedAt) {
        tenant(tenant);
        indexer(tenant);
        return writer(tenant, mailbox, observedAt);
    }

    private PackMailboxWriter writer(TenantId tenant, MailboxId mailbox, Instant at) {
        return new PackMailboxWriter(tenant(tenant), mailbox, Times.micros(at), catalog, contents, committer);
    }

    @Override
    public Optional<String> syncState(TenantId tenant, MailboxId mailbox, String scope) {
        return catalog.syncState(tenant(tenant).row(), mailbox, scope);
    }

    @Override
    public List<FolderVersion> folders(TenantId tenant, MailboxId mailbox, @Nullable Instant asAt) {
        return catalog.folders(tenant(tenant).row(), mailbox, micros(asAt));
    }

    @Override
    public List<MessageVersion> messages(
            TenantId tenant,
            MailboxId mailbox,
            FolderId folder,
            @Nullable Instant asAt,
            @Nullable ItemId after,
            int limit) {
        return catalog.messages(tenant(tenant).row(), mailbox, folder, micros(asAt), after, limit);
    }

    @Override
    public Optional<MessageVersion> message(TenantId tenant, MailboxId mailbox, ItemId item, @Nullable Instant asAt) {
        return catalog.message(tenant(tenant).row(), mailbox, item, micros(asAt));
    }

    @Override
    public Map<ItemId, MessageVersion> current(TenantId tenant, MailboxId mailbox, Collection<ItemId> items) {
        return catalog.current(tenant(tenant).row(), mailbox, items);
    }

    @Override
    public List<MessageVersion> history(TenantId tenant, MailboxId mailbox, ItemId item) {
        return catalog.history(tenant(tenant).row(), mailbox, item);
    }

    @Override
    public List<MessageVersion> missing(TenantId tenant, MailboxId mailbox, int limit) {
        return catalog.missing(tenant(tenant).row(), mailbox, limit);
    }

    @Override
    public byte[] content(TenantId tenant, ContentName name) {
        return contents.get(tenant(tenant), ObjectName.of(name.bytes()));
    }

    @Override
    public ContentName nameOf(TenantId tenant, byte[] mime) {
        return ContentName.of(contents.nameOf(tenant(tenant), mime).bytes());
    }

    @Override
    public SearchPage search(TenantId tenant, SearchQuery query) {
        tenant(tenant);
        return indexer(tenant).search(query);
    }

    @Override
    public VaultStats stats(TenantId tenant) {
        Catalog.Sums sums = catalog.sums(tenant(tenant).row());
        return new VaultStats(
                sums.mailboxes(),
                sums.messages(),
                sums.versions(),
                sums.objects(),
                sums.bytes(),
                sums.packBytes(),
                indexBytes(tenant));
    }

    private long indexBytes(TenantId tenant) {
        try {
            long bytes = 0;
            for (Path file : disk.list(indexes.resolve(tenant.value()))) {
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
    public Database database() {
        return database;
    }

    private TenantIndexer indexer(TenantId tenant) {
        return indexers.compute(tenant, (id, running) -> {
            Optional<RuntimeException> failure = running == null ? Optional.empty() : running.failure();
            if (running != null && failure.isEmpty()) {
                return running;
            }
            Path folder = indexes.resolve(id.value());
            if (running != null) {
                running.close();
                if (failure.get() instanceof VaultException e && e.kind() == VaultException.Kind.CORRUPT) {
                    SearchIndex.erase(folder);
                }
            }
            TextExtractor reader = extractor == null ? null : extractor.forOwner(id.value());
            return new TenantIndexer(tenant(id), catalog, new Lookups(database), contents, benches, reader, folder);
        });
    }

    @Override
    public IndexStatus indexStatus(TenantId tenant) {
        tenant(tenant);
        return indexer(tenant).status();
    }

    private void committed(TenantId tenant, long sequence) {
        TenantIndexer indexer = indexers.get(tenant);
        if (indexer != null) {
            indexer.changed(sequence);
        }
    }

    private OpenTenant tenant(TenantId tenant) {
        OpenTenant open = tenants.get(tenant);
        if (open == null) {
            throw new VaultException(
                    VaultException.Kind.PERMANENT,
                    "This vault has no tenant " + tenant + ". Add it first, or check its spelling.");
        }
        return open;
    }

    private static @Nullable Long micros(@Nullable Instant instant) {
        return instant == null ? null : (Long) Times.micros(instant);
    }

    @Override
    public void close() {
        try {
            closeParts();
        } catch (IOException e) {
            throw new VaultException(
                    VaultException.Kind.RETRYABLE, "The vault could not be closed well: " + e.getMessage(), e);
        }
    }

    private void closeParts() throws IOException {
        committer.close();
        indexers.values().forEach(TenantIndexer::close);
        if (extractor != null) {
            extractor.close();
        }
        for (OpenTenant tenant : tenants.values()) {
            tenant.packs().close();
        }
        benches.close();
        database.close();
        lock.close();
    }
}
