package org.postern.vault.catalog;

import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.SQLDataType.BIGINT;
import static org.postern.vault.catalog.Tables.*;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jooq.SelectConditionStep;
import org.jooq.SelectFromStep;
import org.jooq.SelectJoinStep;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;
import org.postern.vault.Database;
import org.postern.vault.FolderVersion;
import org.postern.vault.MailboxRecord;
import org.postern.vault.MessageVersion;
import org.postern.vault.pack.Location;
import org.postern.vault.pack.ObjectName;

/// Answers what the vault holds. Every question names its tenant by its row.
public final class Catalog {
    private static final String FIND_OBJECT = "SELECT pack, place, length FROM object WHERE tenant_id = ? AND name = ?";
    private static final String FIND_CONTENT =
            "SELECT 1 FROM object JOIN content ON object_id = id WHERE tenant_id = ? AND name = ?";
    /// Not by an index of items, which PostgreSQL would walk through other folders for the sake of this order.
    private static final Field<Long> SORTED = V_ITEM.plus(inline(0));
    private static final Name PAGE = name("page");
    private static final Field<Long> PAGE_ITEM = field(name("page", "item_id"), BIGINT);
    private static final Field<Long> PAGE_FROM = field(name("page", "from_at"), BIGINT);
    private final Database database;

    public Catalog(Database database) {
        this.database = database;
    }

    /// How many bytes of UTF-8 an id may have.
    public int idBytesMax() {
        return database.keyBytesMax();
    }

    /// The tenant's row; made when it is not there.
    public long tenant(TenantId tenant) {
        Optional<Long> row = database.read(sql -> tenant(sql, tenant));
        return row.orElseGet(() -> make(tenant));
    }

    private long make(TenantId tenant) {
        return database.write(sql -> {
            long row = new Ids(sql, TENANT, TENANT_ROW).next();
            sql.insertInto(TENANT, TENANT_ROW, TENANT_NAME, APPLIED_SEQUENCE, APPLIED_CHANGE)
                    .values(row, tenant.value(), 0L, ChangeRecord.NONE.bytes())
                    .execute();
            return row;
        });
    }

    private static Optional<Long> tenant(DSLContext sql, TenantId tenant) {
        return sql.select(TENANT_ROW)
                .from(TENANT)
                .where(TENANT_NAME.eq(tenant.value()))
                .fetchOptional(TENANT_ROW);
    }

    /// The last change that was applied.
    public record Applied(long sequence, ObjectName change) {}

    public Applied applied(long tenant) {
        return database.read(sql -> sql.select(APPLIED_SEQUENCE, APPLIED_CHANGE)
                .from(TENANT)
                .where(TENANT_ROW.eq(tenant))
                .fetchSingle(row -> new Applied(row.value1(), ObjectName.of(row.value2()))));
    }

    /// The packs that the catalog knows: true for those that are finished and all of whose objects are registered.
    public Map<Long, Boolean> packs(long tenant) {
        return database.read(sql -> sql.select(PACK_NUMBER, PACK_FINISHED)
                .from(PACK)
                .where(PACK_TENANT.eq(tenant))
                .fetchMap(PACK_NUMBER, row -> row.value2() == 1));
    }

    /// How many bytes of each pack that still grows are registered and applied, all of them.
    public Map<Long, Long> openPackBytes(long tenant) {
        return database.read(sql -> sql.select(PACK_NUMBER, PACK_BYTES)
                .from(PACK)
                .where(PACK_TENANT.eq(tenant).and(PACK_FINISHED.eq(0)))
                .fetchMap(PACK_NUMBER, PACK_BYTES));
    }

    public Optional<Location> object(long tenant, ObjectName name) {
        return database.read(sql -> Prepared.use(sql, FIND_OBJECT, statement -> {
            statement.setLong(1, tenant);
            statement.setBytes(2, name.bytes());
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new Location(row.getLong(1), row.getLong(2), row.getInt(3)))
                        : Optional.empty();
            }
        }));
    }

    /// A change record's name and place.
    public record PlacedChange(ObjectName name, Location location) {}

    public Optional<PlacedChange> change(long tenant, long sequence) {
        return database.read(sql -> sql.select(CHANGE_NAME, CHANGE_PACK, CHANGE_PLACE, CHANGE_LENGTH)
                .from(CHANGE)
                .where(CHANGE_TENANT.eq(tenant).and(CHANGE_SEQUENCE.eq(sequence)))
                .fetchOptional(row -> new PlacedChange(
                        ObjectName.of(row.value1()), new Location(row.value2(), row.value3(), row.value4()))));
    }

    /// The items with a version in the folder that ended at `since` (microseconds since 1970) or later.
    public List<ItemId> endedIn(long tenant, MailboxId mailbox, FolderId folder, long since) {
        return database.read(sql -> ofFolder(sql.selectDistinct(ITEM_NAME), tenant, mailbox, folder)
                .and(V_UNTIL.ge(since).and(V_UNTIL.lt(FOREVER)))
                .fetch(row -> new ItemId(row.value1())));
    }

    private static <R extends Record> SelectConditionStep<R> ofFolder(
            SelectFromStep<R> select, long tenant, MailboxId mailbox, FolderId folder) {
        return select.from(FOLDER)
                .join(MAILBOX)
                .on(MAILBOX_ROW.eq(FOLDER_MAILBOX))
                .join(VERSION)
                .on(V_FOLDER.eq(FOLDER_ROW))
                .join(ITEM)
                .on(ITEM_ROW.eq(V_ITEM))
                .where(isMailbox(tenant, mailbox).and(FOLDER_NAME.eq(folder.value())));
    }

    public boolean hasContent(long tenant, ObjectName name) {
        return database.read(sql -> Prepared.use(sql, FIND_CONTENT, statement -> {
            statement.setLong(1, tenant);
            statement.setBytes(2, name.bytes());
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }));
    }

    public List<MailboxRecord> mailboxes(long tenant) {
        return database.read(sql -> sql.select(Rows.MAILBOXES)
                .from(MAILBOX)
                .where(MAILBOX_TENANT.eq(tenant))
                .orderBy(MAILBOX_NAME)
                .fetch(Rows::mailbox));
    }

    public Optional<MailboxRecord> mailbox(long tenant, MailboxId mailbox) {
        return database.read(sql -> sql.select(Rows.MAILBOXES)
                .from(MAILBOX)
                .where(isMailbox(tenant, mailbox))
                .fetchOptional(Rows::mailbox));
    }

    private static Condition isMailbox(long tenant, MailboxId mailbox) {
        return MAILBOX_TENANT.eq(tenant).and(MAILBOX_NAME.eq(mailbox.value()));
    }

    public Optional<String> syncState(long tenant, MailboxId mailbox, String scope) {
        return database.read(sql -> sql.select(SYNC_VALUE)
                .from(SYNC_STATE)
                .join(MAILBOX)
                .on(MAILBOX_ROW.eq(SYNC_MAILBOX))
                .where(isMailbox(tenant, mailbox).and(SYNC_SCOPE.eq(scope)))
                .fetchOptional(SYNC_VALUE));
    }

    /// @param at microseconds since 1970; null for now
    public List<FolderVersion> folders(long tenant, MailboxId mailbox, @Nullable Long at) {
        return database.read(sql -> {
            List<Record> rows = sql.select(Rows.FOLDERS)
                    .from(FOLDER_VERSION)
                    .join(FOLDER)
                    .on(FOLDER_ROW.eq(FV_FOLDER))
                    .join(MAILBOX)
                    .on(MAILBOX_ROW.eq(FOLDER_MAILBOX))
                    .where(isMailbox(tenant, mailbox))
                    .and(
                            at == null
                                    ? FV_UNTIL.eq(inline(FOREVER))
                                    : FV_FROM.le(at).and(FV_UNTIL.gt(at)))
                    .orderBy(FV_DISPLAY, FOLDER_NAME)
                    .fetch(row -> row);
            Map<Long, Long> messages = messagesByFolder(sql, rows, at);
            return rows.stream()
                    .map(row -> Rows.folder(row, messages.getOrDefault(row.get(FOLDER_ROW), 0L)))
                    .toList();
        });
    }

    private static Map<Long, Long> messagesByFolder(DSLContext sql, List<Record> folders, @Nullable Long at) {
        Map<Long, Long> messages = new HashMap<>();
        for (List<Long> chunk :
                Chunks.of(folders.stream().map(row -> row.get(FOLDER_ROW)).toList())) {
            sql.select(V_FOLDER, count())
                    .from(VERSION)
                    .where(V_FOLDER.in(chunk).and(valid(at)))
                    .groupBy(V_FOLDER)
                    .forEach(row -> messages.put(row.value1(), (long) row.value2()));
        }
        return messages;
    }

    private static Condition valid(@Nullable Long at) {
        return at == null ? V_UNTIL.eq(inline(FOREVER)) : V_UNTIL.gt(at).and(V_FROM.le(at));
    }

    public List<MessageVersion> messages(
            long tenant, MailboxId mailbox, FolderId folder, @Nullable Long at, @Nullable ItemId after, int limit) {
        return database.read(sql -> {
            Record place = sql.select(MAILBOX_ROW, FOLDER_ROW)
                    .from(FOLDER)
                    .join(MAILBOX)
                    .on(MAILBOX_ROW.eq(FOLDER_MAILBOX))
                    .where(isMailbox(tenant, mailbox).and(FOLDER_NAME.eq(folder.value())))
                    .fetchOne();
            if (place == null) {
                return List.of();
            }
            long start = after == null ? 0 : item(sql, place.get(MAILBOX_ROW), after);
            // The page by the index alone, then what is shown of it: or all of the folder would be looked up and
            // sorted.
            Table<?> page = sql.select(V_ITEM.as(PAGE_ITEM), V_FROM.as(PAGE_FROM))
                    .from(VERSION)
                    .where(V_FOLDER.eq(place.get(FOLDER_ROW)).and(valid(at)).and(V_ITEM.gt(start)))
                    .orderBy(at == null ? V_ITEM : SORTED)
                    .limit(limit)
                    .asTable(PAGE);
            return shown(sql.select(Rows.MESSAGE)
                            .from(page)
                            .join(VERSION)
                            .on(V_ITEM.eq(PAGE_ITEM).and(V_FROM.eq(PAGE_FROM))))
                    .fetch()
                    .sortAsc(V_ITEM)
                    .map(row -> Rows.message(mailbox, row));
        });
    }

    /// The row of an item; one beyond all others for an item that is not there, so that nothing follows it.
    private static long item(DSLContext sql, long mailbox, ItemId item) {
        return sql.select(ITEM_ROW)
                .from(ITEM)
                .where(ITEM_MAILBOX.eq(mailbox).and(ITEM_NAME.eq(item.value())))
                .fetchOptional(ITEM_ROW)
                .orElse(Long.MAX_VALUE);
    }

    private static SelectJoinStep<Record> versions(DSLContext sql) {
        return shown(sql.select(Rows.MESSAGE).from(VERSION));
    }

    private static SelectJoinStep<Record> shown(SelectJoinStep<Record> versions) {
        return versions.join(ITEM)
                .on(ITEM_ROW.eq(V_ITEM))
                .join(FOLDER)
                .on(FOLDER_ROW.eq(V_FOLDER))
                .leftJoin(CONTENT)
                .on(CONTENT_OBJECT.eq(V_CONTENT))
                .leftJoin(OBJECT)
                .on(OBJECT_ROW.eq(V_CONTENT));
    }

    /// The versions of one item that `which` selects, oldest first.
    private List<MessageVersion> ofItem(long tenant, MailboxId mailbox, ItemId item, Condition which) {
        return database.read(sql -> {
            ResultQuery<Record> query = versions(sql)
                    .join(MAILBOX)
                    .on(MAILBOX_ROW.eq(ITEM_MAILBOX))
                    .where(isMailbox(tenant, mailbox)
                            .and(ITEM_NAME.eq(item.value()))
                            .and(which))
                    .orderBy(V_FROM);
            return query.fetch(row -> Rows.message(mailbox, row));
        });
    }

    public Optional<MessageVersion> message(long tenant, MailboxId mailbox, ItemId item, @Nullable Long at) {
        return ofItem(tenant, mailbox, item, valid(at)).stream().findFirst();
    }

    /// The current versions of those of the items that have one.
    public Map<ItemId, MessageVersion> current(long tenant, MailboxId mailbox, Collection<ItemId> items) {
        Map<ItemId, MessageVersion> current = new HashMap<>();
        List<String> names = items.stream().map(ItemId::value).toList();
        database.read(sql -> {
            for (List<String> chunk : Chunks.of(names)) {
                versions(sql)
                        .join(MAILBOX)
                        .on(MAILBOX_ROW.eq(ITEM_MAILBOX))
                        .where(isMailbox(tenant, mailbox))
                        .and(ITEM_NAME.in(chunk))
                        .and(valid(null))
                        .forEach(row -> {
                            MessageVersion version = Rows.message(mailbox, row);
                            current.put(version.state().id(), version);
                        });
            }
            return true;
        });
        return current;
    }

    /// The change keys of a folder's current messages.
    public Map<ItemId, String> changeKeys(long tenant, MailboxId mailbox, FolderId folder) {
        return database.read(sql -> ofFolder(sql.select(ITEM_NAME, V_CHANGE_KEY), tenant, mailbox, folder)
                .and(valid(null))
                .fetchMap(row -> new ItemId(row.value1()), row -> row.value2()));
    }

    public List<MessageVersion> history(long tenant, MailboxId mailbox, ItemId item) {
        return ofItem(tenant, mailbox, item, org.jooq.impl.DSL.noCondition());
    }

    /// The content of an item's last version; empty when there is none or it is missing.
    public Optional<ObjectName> lastContent(long tenant, MailboxId mailbox, ItemId item) {
        return database.read(sql -> sql.select(OBJECT_NAME)
                .from(MAILBOX)
                .join(ITEM)
                .on(ITEM_MAILBOX.eq(MAILBOX_ROW))
                .join(VERSION)
                .on(V_ITEM.eq(ITEM_ROW))
                .leftJoin(OBJECT)
                .on(OBJECT_ROW.eq(V_CONTENT))
                .where(isMailbox(tenant, mailbox).and(ITEM_NAME.eq(item.value())))
                .orderBy(V_FROM.desc())
                .limit(1)
                .fetchOptional(OBJECT_NAME)
                .map(ObjectName::of));
    }

    public List<MessageVersion> missing(long tenant, MailboxId mailbox, int limit) {
        return database.read(sql -> {
            Optional<Long> row = sql.select(MAILBOX_ROW)
                    .from(MAILBOX)
                    .where(isMailbox(tenant, mailbox))
                    .fetchOptional(MAILBOX_ROW);
            return row.<List<MessageVersion>>map(id -> versions(sql)
                            .where(V_MAILBOX.eq(id).and(V_CONTENT.isNull()).and(valid(null)))
                            .orderBy(V_ITEM)
                            .limit(limit)
                            .fetch(version -> Rows.message(mailbox, version)))
                    .orElse(List.of());
        });
    }

    /// The sums that [org.postern.vault.VaultStats] shows, but for the index.
    public record Sums(long mailboxes, long messages, long versions, long bytes, long packBytes) {}

    public Sums sums(long tenant) {
        return database.read(sql -> {
            Record mailboxes = sql.select(count(), sum(MESSAGES), sum(VERSIONS), sum(BYTES))
                    .from(MAILBOX)
                    .where(MAILBOX_TENANT.eq(tenant))
                    .fetchSingle();
            long packBytes = number(sql.select(sum(PACK_BYTES))
                    .from(PACK)
                    .where(PACK_TENANT.eq(tenant))
                    .fetchSingle(0, BigDecimal.class));
            return new Sums(
                    mailboxes.get(0, Long.class),
                    number(mailboxes.get(1, BigDecimal.class)),
                    number(mailboxes.get(2, BigDecimal.class)),
                    number(mailboxes.get(3, BigDecimal.class)),
                    packBytes);
        });
    }

    public long objects(long tenant) {
        return database.read(sql -> (long) sql.fetchCount(OBJECT, OBJECT_TENANT.eq(tenant)));
    }

    private static long number(@Nullable BigDecimal sum) {
        return sum == null ? 0 : sum.longValueExact();
    }
}
