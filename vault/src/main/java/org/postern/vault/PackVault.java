package org.postern.vault;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;
import org.postern.vault.catalog.Applier;
import org.postern.vault.catalog.Catalog;
import org.postern.vault.catalog.CatalogAudit;
import org.postern.vault.catalog.Lookups;
import org.postern.vault.catalog.Times;
import org.postern.vault.catalog.UpkeepRows;
import org.postern.vault.key.KeyCost;
import org.postern.vault.key.KeyRing;
import org.postern.vault.key.TenantKeys;
import org.postern.vault.pack.Benches;
import org.postern.vault.pack.NameFile;
import org.postern.vault.pack.ObjectName;
import org.postern.vault.pack.TenantPacks;
import org.postern.vault.store.Disk;
import org.postern.vault.store.ObjectStore;

/// [Vault] of packs in a directory, found through a catalog in SQLite or PostgreSQL.
final class PackVault implements Vault {
    private final Clock clock;
    private final Disk disk;
    private final Path openPacks;
    private final Path names;
    private final ObjectStore store;
    private final PackPlace place;
    private final KeyCost keyCost;
    private final TenantBurial burial;
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
    private final Indexes indexes;
    private final boolean indexed;
    private final List<String> problems = new ArrayList<>();

    /// @param mode what this vault was opened for
    PackVault(
            VaultConfig config,
            Disk disk,
            VaultLock lock,
            PackPlace place,
            KeyRing keys,
            Database database,
            VaultOpening.Mode mode) {
        this.indexed = mode == VaultOpening.Mode.INDEXED;
        this.clock = config.clock();
        this.disk = disk;
        this.openPacks = config.directory().resolve("open");
        this.names = config.directory().resolve("names");
        this.store = place.store();
        this.place = place;
        this.keyCost = config.keyCost();
        this.burial = new TenantBurial(disk, keys, database, place.store(), config.directory());
        this.packBytes = config.packBytes();
        this.lock = lock;
        this.keys = keys;
        this.database = database;
        this.catalog = new Catalog(database);
        this.benches = new Benches(Math.max(2, Runtime.getRuntime().availableProcessors()), config.random());
        this.applier = database.read(Applier::new);
        this.contents = new ContentStore(catalog, benches);
        this.indexes = new Indexes(config, disk, database, catalog, contents, benches);
        this.committer = new Committer(database, applier, benches, indexes::committed);
    }

    static PackVault open(VaultConfig config, Disk disk) {
        return VaultOpening.of(config, disk, VaultOpening.Mode.INDEXED).open();
    }

    /// Makes the catalog anew from the packs alone, and returns what of it is lost or damaged. Other owners' tables
    /// stay as they are.
    static List<String> rebuildCatalog(VaultConfig config, Disk disk) {
        try (PackVault vault =
                VaultOpening.of(config, disk, VaultOpening.Mode.REBUILD).open()) {
            return List.copyOf(vault.problems);
        }
    }

    /// Takes up what the packs hold of each tenant; with an error all parts are closed.
    void load(VaultOpening.Mode mode) throws IOException {
        try {
            if (mode != VaultOpening.Mode.PACKS) {
                burial.finish();
            }
            for (TenantId tenant : keys.tenants()) {
                openTenant(keys.open(tenant));
            }
        } catch (IOException | RuntimeException e) {
            closeParts();
            throw e;
        }
    }

    private void openTenant(TenantKeys tenantKeys) throws IOException {
        TenantPacks packs = new TenantPacks(disk, store, openPacks, tenantKeys, packBytes);
        Recovery recovery =
                new Recovery(database, catalog, applier, benches, id -> new NameFile(disk, names.resolve(id.value())));
        try {
            OpenTenant tenant = recovery.open(tenantKeys.tenant(), packs);
            tenants.put(tenantKeys.tenant(), tenant);
            problems.addAll(recovery.problems());
        } catch (IOException | RuntimeException e) {
            packs.close();
            throw e;
        }
    }

    @Override
    public synchronized void addTenant(TenantId tenant) {
        if (tenants.containsKey(tenant)) {
            return;
        }
        try {
            if (keys.destroyed().contains(tenant)) {
                throw new VaultException(
                        VaultException.Kind.PERMANENT,
                        "Tenant " + tenant + " was destroyed, and packs of it are still locked in the store. Add it"
                                + " under another name, or wait until their lock ends and restart.");
            }
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
    public synchronized int destroyTenant(TenantId tenant) {
        try {
            if (!keys.destroyed().contains(tenant)) {
                tenant(tenant); // Or it says that there is none.
            }
            keys.destroy(tenant);
            OpenTenant open = tenants.remove(tenant);
            if (open != null) {
                open.destroy();
            }
            indexes.forget(tenant);
            return burial.bury(tenant);
        } catch (IOException e) {
            throw new VaultException(
                    VaultException.Kind.RETRYABLE,
                    "Not all of tenant " + tenant + " could be destroyed: " + e.getMessage()
                            + ". Mend the disk or the store of packs and destroy it again, or restart.",
                    e);
        }
    }

    @Override
    public VaultKeys keys() {
        return new VaultKeys(keys, keyCost, () -> {});
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
        if (indexed) {
            indexes.of(tenant(tenant));
        }
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
    public Map<ItemId, String> changeKeys(TenantId tenant, MailboxId mailbox, FolderId folder) {
        return catalog.changeKeys(tenant(tenant).row(), mailbox, folder);
    }

    @Override
    public List<MessageVersion> history(TenantId tenant, MailboxId mailbox, ItemId item) {
        return catalog.history(tenant(tenant).row(), mailbox, item);
    }

    @Override
    public List<ItemId> begun(
            TenantId tenant, MailboxId box, Instant from, Instant until, @Nullable ItemId on, int most) {
        var span = new Lookups.Span(Times.micros(from), Times.micros(until));
        return new Lookups(database).begun(tenant(tenant).row(), box, span, on, most);
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
    public void contents(TenantId tenant, Collection<ContentName> names, ContentTaker taker) {
        List<ObjectName> objects = names.stream()
                .distinct()
                .map(name -> ObjectName.of(name.bytes()))
                .toList();
        new BulkRead(tenant(tenant), new Lookups(database), contents, taker).run(objects);
    }

    @Override
    public ContentName nameOf(TenantId tenant, byte[] mime) {
        return ContentName.of(contents.nameOf(tenant(tenant), mime).bytes());
    }

    @Override
    public SearchPage search(TenantId tenant, SearchQuery query) {
        return indexes.of(tenant(tenant)).search(query);
    }

    @Override
    public void awaitIndexed(TenantId tenant) {
        indexes.of(tenant(tenant)).awaitIndexed();
    }

    @Override
    public VaultStats stats(TenantId tenant) {
        Catalog.Sums sums = catalog.sums(tenant(tenant).row());
        return new VaultStats(
                sums.mailboxes(),
                sums.messages(),
                sums.versions(),
                sums.bytes(),
                sums.packBytes(),
                indexes.bytes(tenant));
    }

    @Override
    public long objects(TenantId tenant) {
        return catalog.objects(tenant(tenant).row());
    }

    @Override
    public CheckReport check(TenantId tenant, boolean readData) {
        OpenTenant open = tenant(tenant);
        VaultCheck check = new VaultCheck(open, open.packs().audit(), new CatalogAudit(database), benches);
        open.upkeep().lock(); // Or packs would go while they are looked at.
        try {
            return check.run(catalog.packs(open.row()), readData);
        } catch (IOException e) {
            throw new VaultException(
                    VaultException.Kind.RETRYABLE,
                    "The packs of tenant " + tenant + " could not be checked: " + e + ". Check the disk and try again.",
                    e);
        } finally {
            open.upkeep().unlock();
        }
    }

    @Override
    public Upkeep upkeep(TenantId tenant) {
        OpenTenant open = tenant(tenant);
        UpkeepRows rows = new UpkeepRows(database);
        Lookups lookups = new Lookups(database);
        return new Upkeep(
                open,
                rows,
                committer,
                indexes,
                clock,
                () -> new Forgetting(open, catalog, lookups, rows, committer, indexes, clock),
                () -> new Compaction(
                        open,
                        catalog,
                        rows,
                        committer,
                        benches,
                        new PackRewrite(open, catalog, lookups, rows, benches)));
    }

    @Override
    public Database database() {
        return database;
    }

    @Override
    public IndexStatus indexStatus(TenantId tenant) {
        return indexes.of(tenant(tenant)).status();
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
        indexes.close();
        for (OpenTenant tenant : tenants.values()) {
            tenant.names().close();
            tenant.packs().close();
        }
        benches.close();
        database.close();
        place.close();
        lock.close();
    }
}
