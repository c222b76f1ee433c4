package org.postern.vault.catalog;

import static org.jooq.impl.DSL.count;
import static org.postern.vault.catalog.Tables.*;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jooq.Cursor;
import org.jooq.Record5;
import org.postern.vault.CheckReport;
import org.postern.vault.Database;
import org.postern.vault.pack.ObjectKind;
import org.postern.vault.pack.ObjectName;

/// What a check asks of the catalog: where it says that objects lie, and which messages need them.
public final class CatalogAudit {
    private final Database database;

    public CatalogAudit(Database database) {
        this.database = database;
    }

    /// An object, by what the catalog says of it.
    public record Listed(int kind, ObjectName name, long pack, long place, int length) {}

    /// Tells `taker` of every object, in no order.
    public void objects(long tenant, Consumer<Listed> taker) {
        database.read(sql -> sql.transactionResult(
                inside -> { // PostgreSQL needs one, to hand them out in portions.
                    try (Cursor<Record5<Integer, byte[], Long, Long, Integer>> rows = inside.dsl()
                            .select(OBJECT_KIND, OBJECT_NAME, OBJECT_PACK, OBJECT_PLACE, OBJECT_LENGTH)
                            .from(OBJECT)
                            .where(OBJECT_TENANT.eq(tenant))
                            .fetchSize(Prepared.ROWS)
                            .fetchLazy()) {
                        rows.forEach(row -> taker.accept(new Listed(
                                row.value1(), ObjectName.of(row.value2()), row.value3(), row.value4(), row.value5())));
                    }
                    return true;
                }));
    }

    /// The sequences of the changes that the catalog has from a pack, each with its place.
    public void changes(long tenant, java.util.function.BiConsumer<Long, Listed> taker) {
        database.read(sql -> {
            sql.select(CHANGE_SEQUENCE, CHANGE_NAME, CHANGE_PACK, CHANGE_PLACE, CHANGE_LENGTH)
                    .from(CHANGE)
                    .where(CHANGE_TENANT.eq(tenant))
                    .forEach(row -> taker.accept(
                            row.value1(),
                            new Listed(
                                    ObjectKind.CHANGE.code(),
                                    ObjectName.of(row.value2()),
                                    row.value3(),
                                    row.value4(),
                                    row.value5())));
            return true;
        });
    }

    /// The versions with these contents, at most `limit`.
    public List<CheckReport.Touched> touched(long tenant, Collection<ObjectName> contents, String why, int limit) {
        List<CheckReport.Touched> touched = new ArrayList<>();
        database.read(sql -> {
            for (List<byte[]> chunk : chunks(contents)) {
                sql.select(MAILBOX_NAME, ITEM_NAME, V_FROM)
                        .from(OBJECT)
                        .join(VERSION)
                        .on(V_CONTENT.eq(OBJECT_ROW))
                        .join(ITEM)
                        .on(ITEM_ROW.eq(V_ITEM))
                        .join(MAILBOX)
                        .on(MAILBOX_ROW.eq(V_MAILBOX))
                        .where(OBJECT_TENANT.eq(tenant).and(OBJECT_NAME.in(chunk)))
                        .limit(Math.max(0, limit - touched.size()))
                        .forEach(row ->
                                touched.add(new CheckReport.Touched(row.value1(), row.value2(), row.value3(), why)));
            }
            return true;
        });
        return touched;
    }

    /// How many versions have these contents.
    public long countTouched(long tenant, Collection<ObjectName> contents) {
        return database.read(sql -> {
            long total = 0;
            for (List<byte[]> chunk : chunks(contents)) {
                total += sql.select(count())
                        .from(OBJECT)
                        .join(VERSION)
                        .on(V_CONTENT.eq(OBJECT_ROW))
                        .where(OBJECT_TENANT.eq(tenant).and(OBJECT_NAME.in(chunk)))
                        .fetchSingle(row -> (long) row.value1());
            }
            return total;
        });
    }

    private static List<List<byte[]>> chunks(Collection<ObjectName> names) {
        return Chunks.of(names.stream().map(ObjectName::bytes).toList());
    }
}
