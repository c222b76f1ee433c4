package org.postern.vault;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;
import org.postern.vault.store.LocalDisk;

/// The façade of this module: where versions and content live. Every call names its tenant; another tenant's ids find
/// nothing.
///
/// `asAt` is an instant; null means now (current versions). Safe from any number of threads.
public interface Vault extends AutoCloseable {
    /// Opens the vault in a directory, or makes one where there is none. Throws [VaultException]: PERMANENT when the
    /// passphrase is wrong, another process has it open or it is of a newer format; CORRUPT when keys are damaged.
    static Vault open(VaultConfig config) {
        return PackVault.open(config, new LocalDisk());
    }

    /// Opens the vault as [#open] does, but makes nothing searchable and spends nothing on it. The index catches up
    /// when the vault is next opened the other way.
    static Vault openWithoutIndex(VaultConfig config) {
        return VaultOpening.of(config, new LocalDisk(), VaultOpening.Mode.PLAIN).open();
    }

    /// Reads a vault from its packs and keys alone, as after a disaster: nothing in it is changed, its catalog and
    /// index are not looked at, what is derived is made in `scratch`. Nothing can be written through it.
    static Vault readPacks(VaultConfig config, Path scratch) {
        return VaultOpening.ofPacks(config, scratch).open();
    }

    /// Makes the catalog anew from the packs alone, and returns in plain words what of it is lost or damaged.
    static List<String> rebuildCatalog(VaultConfig config) {
        return PackVault.rebuildCatalog(config, new LocalDisk());
    }

    /// Makes the tenant's keys; no effect when it is there.
    void addTenant(TenantId tenant);

    List<TenantId> tenants();

    /// Destroys the tenant's keys: from then on nothing opens its packs, wherever copies of them are, but a backup of
    /// `keys/TENANT.key` together with the vault's passphrase. Then removes its index, its rows and its packs.
    ///
    /// Can be called again after a failure. Returns how many of its packs an object lock of the store keeps, which
    /// nothing opens.
    int destroyTenant(TenantId tenant);

    /// The ways to open this vault. Need not be closed.
    VaultKeys keys();

    /// Notes a mailbox, or its new address or name.
    void putMailbox(TenantId tenant, MailboxId mailbox, String address, String displayName);

    List<MailboxRecord> mailboxes(TenantId tenant);

    Optional<MailboxRecord> mailbox(TenantId tenant, MailboxId mailbox);

    /// Opens a set of changes; `observedAt` never goes back for an item: an earlier one is taken as the item's latest.
    MailboxWriter write(TenantId tenant, MailboxId mailbox, Instant observedAt);

    Optional<String> syncState(TenantId tenant, MailboxId mailbox, String scope);

    List<FolderVersion> folders(TenantId tenant, MailboxId mailbox, @Nullable Instant asAt);

    /// Messages of a folder in a lasting order of their items, after `after` (exclusive; null from the start), at most
    /// `limit`.
    List<MessageVersion> messages(
            TenantId tenant,
            MailboxId mailbox,
            FolderId folder,
            @Nullable Instant asAt,
            @Nullable ItemId after,
            int limit);

    Optional<MessageVersion> message(TenantId tenant, MailboxId mailbox, ItemId item, @Nullable Instant asAt);

    /// The current versions of those of the items that have one.
    Map<ItemId, MessageVersion> current(TenantId tenant, MailboxId mailbox, Collection<ItemId> items);

    /// The change key of every current message of a folder: what a source that is listed whole is compared with.
    Map<ItemId, String> changeKeys(TenantId tenant, MailboxId mailbox, FolderId folder);

    /// All versions of one item, oldest first.
    List<MessageVersion> history(TenantId tenant, MailboxId mailbox, ItemId item);

    /// Items of a mailbox that have a version which began in a span of time (`until` exclusive), in a lasting order,
    /// after `after` (exclusive; null from the start), at most `limit`.
    List<ItemId> begun(
            TenantId tenant, MailboxId mailbox, Instant from, Instant until, @Nullable ItemId after, int limit);

    /// The current messages whose bytes could not be had, to try again.
    List<MessageVersion> missing(TenantId tenant, MailboxId mailbox, int limit);

    /// The bytes of a message, verified against their name.
    byte[] content(TenantId tenant, ContentName name);

    /// Takes the bytes of messages that were asked for together, in whatever order they are quickest to read.
    interface ContentTaker {
        void take(ContentName name, byte[] content);

        /// This one cannot be read; the others go on.
        void fail(ContentName name, VaultException cause);
    }

    /// Gives the bytes of each of the messages to `taker`, verified against their names: one thread's work, with far
    /// less of it than as many calls of [#content]. A few dozen to a few hundred at a time are best.
    default void contents(TenantId tenant, Collection<ContentName> names, ContentTaker taker) {
        for (ContentName name : names) {
            byte[] content;
            try {
                content = content(tenant, name);
            } catch (VaultException e) {
                taker.fail(name, e);
                continue;
            }
            taker.take(name, content);
        }
    }

    /// The name that the given bytes have, or would have, in this tenant.
    ContentName nameOf(TenantId tenant, byte[] mime);

    SearchPage search(TenantId tenant, SearchQuery query);

    /// Returns when all that was committed so far can be found.
    void awaitIndexed(TenantId tenant);

    VaultStats stats(TenantId tenant);

    /// How many objects the tenant has. Counts them: takes seconds where there are many millions.
    long objects(TenantId tenant);

    /// Looks for damage; without `readData` by the packs' own indexes, with it every byte of every pack.
    CheckReport check(TenantId tenant, boolean readData);

    /// How long the tenant's past is kept: retention, holds, forgetting and compaction. Need not be closed.
    Upkeep upkeep(TenantId tenant);

    /// How far the search index is, and what it could not take in.
    IndexStatus indexStatus(TenantId tenant);

    /// Where the vault's modules and its users keep tables of their own, beside the catalog's.
    Database database();

    @Override
    void close();
}
