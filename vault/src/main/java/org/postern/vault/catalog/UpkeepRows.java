package org.postern.vault.catalog;

import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static org.postern.vault.catalog.Tables.*;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.vault.Database;
import org.postern.vault.Hold;
import org.postern.vault.HoldScope;
import org.postern.vault.RetentionPolicy;
import org.postern.vault.pack.Location;
import org.postern.vault.pack.ObjectKind;
import org.postern.vault.pack.ObjectName;
import org.postern.vault.pack.PackEntry;

/// What forgetting and compaction ask of the catalog, and what compaction changes in it.
public final class UpkeepRows {
    private final Database database;

    public UpkeepRows(Database database) {
        this.database = database;
    }

    public Optional<RetentionPolicy> retention(long tenant, String type) {
        return database.read(sql -> sql.select(RETENTION_DAYS, RETENTION_VERSIONS)
                .from(RETENTION)
                .where(RETENTION_TENANT.eq(tenant).and(RETENTION_TYPE.eq(type)))
                .fetchOptional(row -> new RetentionPolicy(type, row.value1(), row.value2())));
    }

    /// All holds, by their names.
    public List<Hold> holds(long tenant) {
        return database.read(
                sql -> sql.select(HOLD_NAME, HOLD_REASON, HOLD_BY, HOLD_SINCE, HOLD_MAILBOX, HOLD_ITEM, HOLD_QUERY)
                        .from(HOLD)
                        .where(HOLD_TENANT.eq(tenant))
                        .orderBy(HOLD_NAME)
                        .fetch(UpkeepRows::hold));
    }

    private static Hold hold(Record row) {
        @Nullable String query = row.get(HOLD_QUERY);
        @Nullable String item = row.get(HOLD_ITEM);
        HoldScope scope;
        if (query != null) {
            scope = new HoldScope.OfSearch(query);
        } else {
            MailboxId mailbox = new MailboxId(row.get(HOLD_MAILBOX));
            scope = item == null ? new HoldScope.OfMailbox(mailbox) : new HoldScope.OfItem(mailbox, new ItemId(item));
        }
        return new Hold(
                row.get(HOLD_NAME), row.get(HOLD_REASON), row.get(HOLD_BY), Times.instant(row.get(HOLD_SINCE)), scope);
    }

    /// A page of items that have a past: their names by their rows.
    public Map<Long, ItemId> itemsWithPast(long tenant, MailboxId mailbox, long after, int limit) {
        return database.read(sql -> {
            Long row = sql.select(MAILBOX_ROW)
                    .from(MAILBOX)
                    .where(MAILBOX_TENANT.eq(tenant).and(MAILBOX_NAME.eq(mailbox.value())))
                    .fetchOne(MAILBOX_ROW);
            if (row == null) {
                return Map.of();
            }
            List<Long> items = sql.selectDistinct(V_ITEM)
                    .from(VERSION)
                    .where(V_MAILBOX.eq(row).and(V_ITEM.gt(after)).and(V_UNTIL.lt(inline(FOREVER))))
                    .orderBy(V_ITEM)
                    .limit(limit)
                    .fetch(V_ITEM);
            Map<Long, ItemId> named = new java.util.TreeMap<>();
            for (List<Long> chunk : Chunks.of(items)) {
                sql.select(ITEM_ROW, ITEM_NAME)
                        .from(ITEM)
                        .where(ITEM_ROW.in(chunk))
                        .forEach(item -> named.put(item.value1(), new ItemId(item.value2())));
            }
            return named;
        });
    }

    /// An object by its row.
    public record Stored(long row, ObjectName name, Location location) {}

    /// The highest row of any object; later ones are higher.
    public long lastObject() {
        return database.read(sql -> {
            Long last =
                    sql.select(org.jooq.impl.DSL.max(OBJECT_ROW)).from(OBJECT).fetchOne(0, Long.class);
            return last == null ? 0 : last;
        });
    }

    /// A page of the contents that some version has.
    public List<Stored> contentsInUse(long tenant, long after, int limit) {
        return database.read(sql -> sql.select(OBJECT_ROW, OBJECT_NAME, OBJECT_PACK, OBJECT_PLACE, OBJECT_LENGTH)
                .from(OBJECT)
                .where(OBJECT_TENANT.eq(tenant).and(OBJECT_ROW.gt(after)).and(OBJECT_KIND.eq((int)
                        ObjectKind.MESSAGE.code())))
                .andExists(select(inline(1)).from(VERSION).where(V_CONTENT.eq(OBJECT_ROW)))
                .orderBy(OBJECT_ROW)
                .limit(limit)
                .fetch(UpkeepRows::stored));
    }

    private static Stored stored(Record row) {
        return new Stored(
                row.get(OBJECT_ROW),
                ObjectName.of(row.get(OBJECT_NAME)),
                new Location(row.get(OBJECT_PACK), row.get(OBJECT_PLACE), row.get(OBJECT_LENGTH)));
    }

    /// Those of the objects that the catalog has.
    public List<Stored> objects(long tenant, Collection<ObjectName> names) {
        List<Stored> found = new ArrayList<>();
        database.read(sql -> {
            for (List<byte[]> chunk :
                    Chunks.of(names.stream().map(ObjectName::bytes).toList())) {
                found.addAll(sql.select(OBJECT_ROW, OBJECT_NAME, OBJECT_PACK, OBJECT_PLACE, OBJECT_LENGTH)
                        .from(OBJECT)
                        .where(OBJECT_TENANT.eq(tenant).and(OBJECT_NAME.in(chunk)))
                        .fetch(UpkeepRows::stored));
            }
            return true;
        });
        return found;
    }

    /// A page of the rows of objects of a kind, from `after` up to `last`.
    public List<Long> rows(long tenant, ObjectKind kind, long after, long last, int limit) {
        return database.read(sql -> sql.select(OBJECT_ROW)
                .from(OBJECT)
                .where(OBJECT_TENANT
                        .eq(tenant)
                        .and(OBJECT_ROW.gt(after))
                        .and(OBJECT_ROW.le(last))
                        .and(OBJECT_KIND.eq((int) kind.code())))
                .orderBy(OBJECT_ROW)
                .limit(limit)
                .fetch(OBJECT_ROW));
    }

    /// Forgets objects that nothing needs, and what lists showed of them.
    public void drop(List<Long> rows) {
        database.write(sql -> {
            secure(sql);
            for (List<Long> chunk : Chunks.of(rows)) {
                sql.deleteFrom(CONTENT).where(CONTENT_OBJECT.in(chunk)).execute();
                sql.deleteFrom(OBJECT).where(OBJECT_ROW.in(chunk)).execute();
            }
            return true;
        });
    }

    /// On SQLite what is freed is overwritten: subjects and addresses lie there in clear.
    private static void secure(DSLContext sql) {
        if (sql.dialect() == org.jooq.SQLDialect.SQLITE) {
            sql.fetch("PRAGMA secure_delete = ON");
        }
    }

    /// What a pack holds that the catalog needs.
    public record Usage(long number, long bytes, long liveBytes, long liveObjects) {}

    /// The finished packs.
    public List<Usage> usage(long tenant) {
        return database.read(sql -> {
            Map<Long, long[]> live = live(sql, tenant);
            return sql.select(PACK_NUMBER, PACK_BYTES)
                    .from(PACK)
                    .where(PACK_TENANT.eq(tenant).and(PACK_FINISHED.eq(1)))
                    .orderBy(PACK_NUMBER)
                    .fetch(row -> usage(row.value1(), row.value2(), live));
        });
    }

    private static Usage usage(long number, long bytes, Map<Long, long[]> live) {
        long[] used = live.getOrDefault(number, new long[2]);
        return new Usage(number, bytes, used[0], used[1]);
    }

    /// Bytes and number of what the catalog finds in each pack.
    private static Map<Long, long[]> live(DSLContext sql, long tenant) {
        Map<Long, long[]> live = new HashMap<>();
        sql.select(OBJECT_PACK, sum(OBJECT_LENGTH), count())
                .from(OBJECT)
                .where(OBJECT_TENANT.eq(tenant))
                .groupBy(OBJECT_PACK)
                .forEach(row -> add(live, row.value1(), row.value2(), row.value3()));
        sql.select(CHANGE_PACK, sum(CHANGE_LENGTH), count())
                .from(CHANGE)
                .where(CHANGE_TENANT.eq(tenant))
                .groupBy(CHANGE_PACK)
                .forEach(row -> add(live, row.value1(), row.value2(), row.value3()));
        return live;
    }

    /// A pack that still grows.
    public Optional<Usage> openUsage(long tenant, long number) {
        return database.read(sql -> {
            Map<Long, long[]> live = live(sql, tenant);
            return sql.select(PACK_BYTES)
                    .from(PACK)
                    .where(PACK_TENANT.eq(tenant).and(PACK_NUMBER.eq(number)))
                    .fetchOptional(row -> usage(number, row.value1(), live));
        });
    }

    /// Notes a pack as finished.
    public void finished(long tenant, PackSize pack) {
        database.write(sql -> {
            sql.update(PACK)
                    .set(PACK_FINISHED, 1)
                    .set(PACK_BYTES, pack.bytes())
                    .where(PACK_TENANT.eq(tenant).and(PACK_NUMBER.eq(pack.number())))
                    .execute();
            return true;
        });
    }

    private static void add(Map<Long, long[]> live, long pack, BigDecimal bytes, int objects) {
        long[] used = live.computeIfAbsent(pack, _ -> new long[2]);
        used[0] += bytes.longValueExact();
        used[1] += objects;
    }

    /// Something of a pack that stands in another from now on.
    ///
    /// @param from with the name it had; a change that was written anew has another
    public record Moved(PackEntry from, PackEntry to) {}

    /// In one step: what moved is found in its new place, the old packs are no longer known and the new one is.
    public void moved(long tenant, List<Moved> all, List<Long> old, Optional<PackSize> made) {
        database.write(sql -> {
            for (Moved moved : all) {
                move(sql, tenant, moved);
            }
            sql.deleteFrom(PACK)
                    .where(PACK_TENANT.eq(tenant).and(PACK_NUMBER.in(old)))
                    .execute();
            made.ifPresent(pack -> sql.insertInto(PACK, PACK_TENANT, PACK_NUMBER, PACK_FINISHED, PACK_BYTES)
                    .values(tenant, pack.number(), 1, pack.bytes())
                    .execute());
            return true;
        });
    }

    /// A pack and how many bytes it has.
    public record PackSize(long number, long bytes) {}

    private static void move(DSLContext sql, long tenant, Moved moved) {
        Location from = moved.from.location();
        Location to = moved.to.location();
        if (moved.from.kind() == ObjectKind.CHANGE) {
            sql.update(CHANGE)
                    .set(CHANGE_NAME, moved.to.name().bytes())
                    .set(CHANGE_PACK, to.pack())
                    .set(CHANGE_PLACE, to.offset())
                    .set(CHANGE_LENGTH, to.length())
                    .where(CHANGE_TENANT.eq(tenant).and(CHANGE_SEQUENCE.eq(moved.from.sequence())))
                    .and(CHANGE_PACK.eq(from.pack()).and(CHANGE_PLACE.eq(from.offset())))
                    .execute();
            return;
        }
        sql.update(OBJECT)
                .set(OBJECT_PACK, to.pack())
                .set(OBJECT_PLACE, to.offset())
                .set(OBJECT_LENGTH, to.length())
                .where(OBJECT_TENANT
                        .eq(tenant)
                        .and(OBJECT_NAME.eq(moved.from.name().bytes())))
                .and(OBJECT_PACK.eq(from.pack()).and(OBJECT_PLACE.eq(from.offset())))
                .execute();
    }
}
