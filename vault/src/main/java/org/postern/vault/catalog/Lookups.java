package org.postern.vault.catalog;

import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.selectOne;
import static org.postern.vault.catalog.Tables.*;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jspecify.annotations.Nullable;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.vault.Database;
import org.postern.vault.MessageVersion;
import org.postern.vault.pack.Location;
import org.postern.vault.pack.ObjectName;

/// Answers for many things at once what [Catalog] answers for one: a question costs more than a row.
public final class Lookups {
    private final Database database;

    public Lookups(Database database) {
        this.database = database;
    }

    /// An item of a mailbox.
    public record Place(MailboxId mailbox, ItemId item) {}

    /// All versions of each of the items, oldest first.
    public Map<Place, List<MessageVersion>> histories(long tenant, Collection<Place> places) {
        List<String> mailboxes =
                places.stream().map(place -> place.mailbox().value()).distinct().toList();
        List<String> items =
                places.stream().map(place -> place.item().value()).distinct().toList();
        List<SelectField<?>> columns = new ArrayList<>(Rows.MESSAGE);
        columns.add(MAILBOX_NAME);
        Map<Place, List<MessageVersion>> histories = new HashMap<>();
        database.read(sql -> {
            for (List<String> someMailboxes : Chunks.of(mailboxes)) {
                for (List<String> someItems : Chunks.of(items)) {
                    sql.select(columns)
                            .from(MAILBOX)
                            .join(ITEM)
                            .on(ITEM_MAILBOX.eq(MAILBOX_ROW))
                            .join(VERSION)
                            .on(V_ITEM.eq(ITEM_ROW))
                            .join(FOLDER)
                            .on(FOLDER_ROW.eq(V_FOLDER))
                            .leftJoin(CONTENT)
                            .on(CONTENT_OBJECT.eq(V_CONTENT))
                            .leftJoin(OBJECT)
                            .on(OBJECT_ROW.eq(V_CONTENT))
                            .where(MAILBOX_TENANT.eq(tenant))
                            .and(MAILBOX_NAME.in(someMailboxes))
                            .and(ITEM_NAME.in(someItems))
                            .orderBy(V_ITEM, V_FROM)
                            .forEach(row -> add(histories, row));
                }
            }
            return true;
        });
        return histories;
    }

    private static void add(Map<Place, List<MessageVersion>> histories, Record row) {
        MailboxId mailbox = new MailboxId(row.get(MAILBOX_NAME));
        MessageVersion version = Rows.message(mailbox, row);
        histories
                .computeIfAbsent(new Place(mailbox, version.state().id()), _ -> new ArrayList<>())
                .add(version);
    }

    /// A span of time in microseconds since 1970.
    ///
    /// @param until exclusive
    public record Span(long from, long until) {}

    /// The items with a version that began in a span, by name: each item of the mailbox costs one look into the
    /// index.
    public List<ItemId> begun(long tenant, MailboxId mailbox, Span span, @Nullable ItemId after, int limit) {
        return database.read(sql -> sql.select(ITEM_NAME)
                .from(MAILBOX)
                .join(ITEM)
                .on(ITEM_MAILBOX.eq(MAILBOX_ROW))
                .where(MAILBOX_TENANT.eq(tenant).and(MAILBOX_NAME.eq(mailbox.value())))
                .and(ITEM_NAME.gt(after == null ? "" : after.value()))
                .and(exists(selectOne()
                        .from(VERSION)
                        .where(V_ITEM.eq(ITEM_ROW).and(V_FROM.ge(span.from())).and(V_FROM.lt(span.until())))))
                .orderBy(ITEM_NAME)
                .limit(limit)
                .fetch(row -> new ItemId(row.value1())));
    }

    /// Where those of the objects lie that the catalog has.
    public Map<ObjectName, Location> objects(long tenant, Collection<ObjectName> names) {
        Map<ObjectName, Location> places = new HashMap<>();
        List<byte[]> wanted = names.stream().distinct().map(ObjectName::bytes).toList();
        database.read(sql -> {
            for (List<byte[]> chunk : Chunks.of(wanted)) {
                sql.select(OBJECT_NAME, OBJECT_PACK, OBJECT_PLACE, OBJECT_LENGTH)
                        .from(OBJECT)
                        .where(OBJECT_TENANT.eq(tenant).and(OBJECT_NAME.in(chunk)))
                        .forEach(row -> places.put(
                                ObjectName.of(row.value1()), new Location(row.value2(), row.value3(), row.value4())));
            }
            return true;
        });
        return places;
    }
}
