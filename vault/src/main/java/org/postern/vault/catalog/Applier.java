package org.postern.vault.catalog;

import static org.postern.vault.catalog.Tables.*;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import org.postern.mail.MailboxId;
import org.postern.vault.VaultException;
import org.postern.vault.pack.Location;
import org.postern.vault.pack.ObjectName;
import org.postern.vault.pack.PackEntry;

/// Turns objects and change records into rows, within the caller's transaction.
///
/// The same for a commit and for a replay, so that what is rebuilt equals what was kept. Records of a tenant must come
/// in
/// the order of their sequence; one that was applied before changes nothing. Used by one thread at a time.
public final class Applier {
    private final Ids objects;
    private final Ids mailboxes;
    private final Ids folders;
    private final Ids items;

    public Applier(DSLContext sql) {
        this.objects = new Ids(sql, OBJECT, OBJECT_ROW);
        this.mailboxes = new Ids(sql, MAILBOX, MAILBOX_ROW);
        this.folders = new Ids(sql, FOLDER, FOLDER_ROW);
        this.items = new Ids(sql, ITEM, ITEM_ROW);
    }

    /// A change record with its place in the packs.
    public record Placed(ChangeRecord record, PackEntry entry) {}

    /// Notes where objects lie; one that is known stays where it is.
    public void register(DSLContext sql, long tenant, List<PackEntry> entries) {
        List<@Nullable Object[]> rows = new ArrayList<>(entries.size());
        for (PackEntry entry : entries) {
            Location at = entry.location();
            rows.add(new Object[] {
                objects.next(),
                tenant,
                (int) entry.kind().code(),
                entry.name().bytes(),
                at.pack(),
                at.offset(),
                at.length(),
                entry.plainLength()
            });
        }
        Prepared.each(
                sql,
                sql.insertInto(
                                OBJECT,
                                OBJECT_ROW,
                                OBJECT_TENANT,
                                OBJECT_KIND,
                                OBJECT_NAME,
                                OBJECT_PACK,
                                OBJECT_PLACE,
                                OBJECT_LENGTH,
                                OBJECT_PLAIN)
                        .values((Long) null, null, null, null, null, null, null, null)
                        .onConflictDoNothing(),
                rows);
    }

    public void pack(DSLContext sql, long tenant, long number, boolean finished, long bytes) {
        sql.insertInto(PACK, PACK_TENANT, PACK_NUMBER, PACK_FINISHED, PACK_BYTES)
                .values(tenant, number, finished ? 1 : 0, bytes)
                .onConflict(PACK_TENANT, PACK_NUMBER)
                .doUpdate()
                .set(PACK_FINISHED, finished ? 1 : 0)
                .set(PACK_BYTES, bytes)
                .execute();
    }

    /// Applies one record; its objects must be registered. Returns false when it was applied before.
    public boolean apply(DSLContext sql, long tenant, Placed placed) {
        boolean fresh =
                advance(sql, tenant, placed, APPLIED_SEQUENCE.lt(placed.record().sequence()));
        return fresh && apply(sql, tenant, placed, placed.record());
    }

    /// As [#apply], for a record whose predecessor was applied. PERMANENT when that is not in the catalog any more: a
    /// server that came back without its last commits would otherwise hide for good what they brought.
    public boolean applyNext(DSLContext sql, long tenant, Placed placed) {
        long sequence = placed.record().sequence();
        if (advance(sql, tenant, placed, APPLIED_SEQUENCE.eq(sequence - 1))) {
            return apply(sql, tenant, placed, placed.record());
        }
        long last = sql.select(APPLIED_SEQUENCE)
                .from(TENANT)
                .where(TENANT_ROW.eq(tenant))
                .fetchSingle(row -> row.value1());
        if (last < sequence) {
            throw new VaultException(
                    VaultException.Kind.PERMANENT,
                    "The catalog has lost changes that it had: it ends at " + last + ", and " + sequence
                            + " comes next. Restart Postern, and it takes them from the packs again.");
        }
        return false;
    }

    private static boolean advance(DSLContext sql, long tenant, Placed placed, Condition before) {
        return sql.update(TENANT)
                        .set(APPLIED_SEQUENCE, placed.record().sequence())
                        .set(APPLIED_CHANGE, placed.entry().name().bytes())
                        .where(TENANT_ROW.eq(tenant).and(before))
                        .execute()
                == 1;
    }

    private boolean apply(DSLContext sql, long tenant, Placed placed, ChangeRecord record) {
        remember(sql, tenant, placed);
        UpkeepChanges upkeep = new UpkeepChanges(sql, tenant, record.at());
        upkeep.ofTenant(record.changes());
        if (record.isOfTenant()) {
            return true;
        }
        Map<ObjectName, Long> contents = contents(sql, tenant, record.changes());
        long mailbox = mailbox(sql, tenant, record.mailbox(), record.at());
        FolderChanges folderChanges = new FolderChanges(sql, folders, mailbox, record.changes());
        MessageChanges messages = new MessageChanges(sql, items, mailbox, record.changes());
        Map<Long, Long> sizes = sizes(sql, contents);
        for (Change change : record.changes()) {
            one(sql, change, new Target(mailbox, record.at(), contents, sizes, folderChanges, messages));
        }
        folderChanges.store();
        count(sql, mailbox, messages.store(folderChanges));
        count(sql, mailbox, upkeep.forget(mailbox, record.changes()));
        return true;
    }

    private record Target(
            long mailbox,
            long at,
            Map<ObjectName, Long> contents,
            Map<Long, Long> sizes,
            FolderChanges folders,
            MessageChanges messages) {}

    private static void one(DSLContext sql, Change change, Target target) {
        switch (change) {
            case Change.Mailbox(var address, var name) ->
                sql.update(MAILBOX)
                        .set(ADDRESS, address)
                        .set(MAILBOX_DISPLAY, name)
                        .where(MAILBOX_ROW.eq(target.mailbox))
                        .execute();
            case Change.Content _ -> {} // Put in before, all at once.
            case Change.FolderIs(var state) -> target.folders.is(state, target.at);
            case Change.FolderGone(var id) -> {
                target.folders.gone(id, target.at);
                target.messages.folderGone(id, target.folders.row(id.value()), target.at);
            }
            case Change.MessageIs(var state, var name) -> {
                Long content = target.contents.get(name);
                long size = content == null ? 0 : target.sizes.getOrDefault(content, 0L);
                String missing = content == null ? "Its content " + name + " was in a pack that is lost." : "";
                target.messages.is(new MessageRow(state, content == null ? 0 : content, size, missing), target.at);
            }
            case Change.MessageMissing(var state, var reason) ->
                target.messages.is(new MessageRow(state, 0, 0, reason), target.at);
            case Change.MessageGone(var id) -> target.messages.gone(id, target.at);
            case Change.SyncState(var scope, var state) -> syncState(sql, target.mailbox, scope, state);
            case Change.Upkeep _ -> {} // Before and after all else.
        }
    }

    private static void syncState(DSLContext sql, long mailbox, String scope, @Nullable String state) {
        if (state == null) {
            sql.deleteFrom(SYNC_STATE)
                    .where(SYNC_MAILBOX.eq(mailbox).and(SYNC_SCOPE.eq(scope)))
                    .execute();
            return;
        }
        sql.insertInto(SYNC_STATE, SYNC_MAILBOX, SYNC_SCOPE, SYNC_VALUE)
                .values(mailbox, scope, state)
                .onConflict(SYNC_MAILBOX, SYNC_SCOPE)
                .doUpdate()
                .set(SYNC_VALUE, state)
                .execute();
    }

    private static void remember(DSLContext sql, long tenant, Placed placed) {
        Location at = placed.entry().location();
        sql.insertInto(CHANGE, CHANGE_TENANT, CHANGE_SEQUENCE, CHANGE_NAME, CHANGE_PACK, CHANGE_PLACE, CHANGE_LENGTH)
                .values(
                        tenant,
                        placed.record().sequence(),
                        placed.entry().name().bytes(),
                        at.pack(),
                        at.offset(),
                        at.length())
                .execute();
    }

    private long mailbox(DSLContext sql, long tenant, MailboxId id, long at) {
        Record row = sql.select(MAILBOX_ROW)
                .from(MAILBOX)
                .where(MAILBOX_TENANT.eq(tenant).and(MAILBOX_NAME.eq(id.value())))
                .fetchOne();
        if (row != null) {
            return row.get(MAILBOX_ROW);
        }
        long fresh = mailboxes.next();
        sql.insertInto(MAILBOX)
                .set(MAILBOX_ROW, fresh)
                .set(MAILBOX_TENANT, tenant)
                .set(MAILBOX_NAME, id.value())
                .set(ADDRESS, "")
                .set(MAILBOX_DISPLAY, "")
                .set(FIRST_SEEN, at)
                .set(MESSAGES, 0L)
                .set(VERSIONS, 0L)
                .set(BYTES, 0L)
                .execute();
        return fresh;
    }

    private static void count(DSLContext sql, long mailbox, MessageChanges.Counts counts) {
        sql.update(MAILBOX)
                .set(MESSAGES, MESSAGES.plus(counts.messages))
                .set(VERSIONS, VERSIONS.plus(counts.versions))
                .set(BYTES, BYTES.plus(counts.bytes))
                .where(MAILBOX_ROW.eq(mailbox))
                .execute();
    }

    /// The rows of all contents that the changes name; those that come with the changes are put in.
    private static Map<ObjectName, Long> contents(DSLContext sql, long tenant, List<Change> changes) {
        Map<ObjectName, byte[]> names = new HashMap<>();
        List<Change.Content> fresh = new ArrayList<>();
        for (Change change : changes) {
            if (change instanceof Change.MessageIs(var _, var name)) {
                names.put(name, name.bytes());
            } else if (change instanceof Change.Content content) {
                names.put(content.name(), content.name().bytes());
                fresh.add(content);
            }
        }
        Map<ObjectName, Long> rows = new HashMap<>();
        for (List<byte[]> chunk : Chunks.of(List.copyOf(names.values()))) {
            sql.select(OBJECT_NAME, OBJECT_ROW)
                    .from(OBJECT)
                    .where(OBJECT_TENANT.eq(tenant).and(OBJECT_NAME.in(chunk)))
                    .forEach(row -> rows.put(ObjectName.of(row.value1()), row.value2()));
        }
        insertContents(sql, fresh, rows);
        return rows;
    }

    private static void insertContents(DSLContext sql, List<Change.Content> fresh, Map<ObjectName, Long> rows) {
        List<@Nullable Object[]> values = new ArrayList<>();
        for (Change.Content content : fresh) {
            Long row = rows.get(content.name());
            if (row != null) {
                MessageSummary summary = content.summary();
                values.add(new @Nullable Object[] {
                    row,
                    content.size(),
                    summary.subject(),
                    summary.sender(),
                    Lines.join(summary.recipients()),
                    summary.sentAt(),
                    summary.messageId(),
                    summary.hasAttachments() ? 1 : 0
                });
            }
        }
        Prepared.each(
                sql,
                sql.insertInto(
                                CONTENT,
                                CONTENT_OBJECT,
                                CONTENT_SIZE,
                                SUBJECT,
                                SENDER,
                                RECIPIENTS,
                                SENT_AT,
                                MESSAGE_ID,
                                HAS_ATTACHMENTS)
                        .values((Long) null, null, null, null, null, null, null, null)
                        .onConflictDoNothing(),
                values);
    }

    private static Map<Long, Long> sizes(DSLContext sql, Map<ObjectName, Long> contents) {
        Map<Long, Long> sizes = new HashMap<>();
        for (List<Long> chunk : Chunks.of(List.copyOf(contents.values()))) {
            sql.select(CONTENT_OBJECT, CONTENT_SIZE)
                    .from(CONTENT)
                    .where(CONTENT_OBJECT.in(chunk))
                    .forEach(row -> sizes.put(row.value1(), row.value2()));
        }
        return sizes;
    }
}
