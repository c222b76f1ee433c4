package org.postern.vault.catalog;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.postern.vault.catalog.Tables.*;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;

/// The messages that one change record touches, from their rows through its changes back to rows.
final class MessageChanges {
    private static final Table<Record> EARLIER =
            DSL.table(DSL.name("message_version")).as("earlier");
    private static final Field<Long> EARLIER_ITEM = field(DSL.name("earlier", "item_id"), SQLDataType.BIGINT);
    private static final Field<Long> EARLIER_FROM = field(DSL.name("earlier", "from_at"), SQLDataType.BIGINT);
    private final DSLContext sql;
    private final long mailbox;
    private final Map<String, Item> items = new LinkedHashMap<>();
    private final Counts counts = new Counts();

    private record Item(long row, boolean fresh, Timeline<MessageRow> timeline) {}

    /// How many current messages, versions and bytes a record adds to its mailbox.
    static final class Counts {
        long messages;
        long versions;
        long bytes;
    }

    MessageChanges(DSLContext sql, Ids ids, long mailbox, List<Change> changes) {
        this.sql = sql;
        this.mailbox = mailbox;
        Set<String> names = new LinkedHashSet<>();
        for (Change change : changes) {
            switch (change) {
                case Change.MessageIs(var state, var _) -> names.add(state.id().value());
                case Change.MessageMissing(var state, var _) ->
                    names.add(state.id().value());
                case Change.MessageGone(var id) -> names.add(id.value());
                case Change.Mailbox _,
                        Change.Content _,
                        Change.FolderIs _,
                        Change.FolderGone _,
                        Change.SyncState _,
                        Change.Upkeep _ -> {}
            }
        }
        load(names);
        for (String name : names) {
            items.computeIfAbsent(name, _ -> new Item(ids.next(), true, new Timeline<>(List.of(), MessageRow::equals)));
        }
    }

    void is(MessageRow row, long at) {
        item(row.state().id()).timeline.begin(at, row);
    }

    void gone(ItemId id, long at) {
        item(id).timeline.end(at);
    }

    /// Ends all messages in a folder that is gone.
    void folderGone(FolderId folder, long folderRow, long at) {
        Set<String> names = new LinkedHashSet<>(sql.select(ITEM_NAME)
                .from(VERSION)
                .join(ITEM)
                .on(ITEM_ROW.eq(V_ITEM))
                .where(V_FOLDER.eq(folderRow).and(V_UNTIL.eq(inline(FOREVER))))
                .fetch(ITEM_NAME));
        names.removeAll(items.keySet());
        load(names);
        for (Item item : items.values()) {
            MessageRow current = item.timeline.current();
            if (current != null && current.state().folder().equals(folder)) {
                item.timeline.end(at);
            }
        }
    }

    private Item item(ItemId id) {
        return Objects.requireNonNull(items.get(id.value()));
    }

    private void load(Set<String> names) {
        for (List<String> chunk : Chunks.of(List.copyOf(names))) {
            Field<Long> lastButOne = field(select(EARLIER_FROM)
                    .from(EARLIER)
                    .where(EARLIER_ITEM.eq(ITEM_ROW))
                    .orderBy(EARLIER_FROM.desc())
                    .limit(inline(1))
                    .offset(inline(1)));
            Map<String, List<Record>> found = sql.select(
                            ITEM_ROW,
                            ITEM_NAME,
                            FOLDER_NAME,
                            V_FROM,
                            V_UNTIL,
                            V_CONTENT,
                            V_CHANGE_KEY,
                            V_RECEIVED,
                            V_MARKS,
                            V_CATEGORIES,
                            V_MISSING,
                            CONTENT_SIZE)
                    .from(ITEM)
                    .leftJoin(VERSION)
                    .on(V_ITEM.eq(ITEM_ROW).and(V_FROM.ge(coalesce(lastButOne, inline(Long.MIN_VALUE)))))
                    .leftJoin(CONTENT)
                    .on(CONTENT_OBJECT.eq(V_CONTENT))
                    .leftJoin(FOLDER)
                    .on(FOLDER_ROW.eq(V_FOLDER))
                    .where(ITEM_MAILBOX.eq(mailbox).and(ITEM_NAME.in(chunk)))
                    .orderBy(ITEM_ROW, V_FROM)
                    .fetchGroups(ITEM_NAME, row -> row);
            found.forEach((name, rows) ->
                    items.put(name, new Item(rows.getFirst().get(ITEM_ROW), false, timeline(name, rows))));
        }
    }

    private static Timeline<MessageRow> timeline(String name, List<Record> rows) {
        List<Timeline.Span<MessageRow>> spans = new ArrayList<>();
        for (Record row : rows) {
            if (row.get(V_FROM) != null) {
                spans.add(new Timeline.Span<>(row.get(V_FROM), row.get(V_UNTIL), row(name, row)));
            }
        }
        return new Timeline<>(spans, MessageRow::equals);
    }

    private static MessageRow row(String name, Record row) {
        Long content = row.get(V_CONTENT);
        Long size = row.get(CONTENT_SIZE);
        return new MessageRow(
                Rows.state(name, row), content == null ? 0 : content, size == null ? 0 : size, row.get(V_MISSING));
    }

    Counts store(FolderChanges folders) {
        List<@Nullable Object[]> fresh = new ArrayList<>();
        List<@Nullable Object[]> deleted = new ArrayList<>();
        List<@Nullable Object[]> put = new ArrayList<>();
        items.forEach((name, item) -> {
            TimelineDiff<MessageRow> diff = TimelineDiff.of(item.timeline);
            if (item.fresh && !diff.put().isEmpty()) {
                fresh.add(new Object[] {item.row, mailbox, name});
            }
            diff.deleted().forEach(span -> deleted.add(new Object[] {item.row, span.from()}));
            diff.put().forEach(span -> put.add(values(item.row, folders, span)));
            count(item.timeline);
        });
        insertItems(fresh);
        delete(deleted);
        put(put);
        return counts;
    }

    /// A version counts its bytes when its content is not that of the version before it.
    private void count(Timeline<MessageRow> timeline) {
        List<Timeline.Span<MessageRow>> before = timeline.loaded();
        List<Timeline.Span<MessageRow>> after = timeline.spans();
        int first = before.size() == 2 ? 1 : 0; // What came before the first of two is not loaded, and stays as it is.
        counts.bytes += bytes(after, first) - bytes(before, first);
        counts.versions += after.size() - before.size();
        counts.messages += current(after) - current(before);
    }

    private static long bytes(List<Timeline.Span<MessageRow>> spans, int first) {
        long bytes = 0;
        for (int i = first; i < spans.size(); i++) {
            MessageRow row = spans.get(i).state();
            boolean fresh = i == 0 || !row.hasSameContent(spans.get(i - 1).state());
            bytes += fresh ? row.size() : 0;
        }
        return bytes;
    }

    private static int current(List<Timeline.Span<MessageRow>> spans) {
        return !spans.isEmpty() && spans.getLast().isCurrent() ? 1 : 0;
    }

    private @Nullable Object[] values(long item, FolderChanges folders, Timeline.Span<MessageRow> span) {
        MessageRow row = span.state();
        return new @Nullable Object[] {
            item,
            span.from(),
            span.until(),
            mailbox,
            folders.rowOf(row.state().folder().value()),
            row.contentId() == 0 ? null : row.contentId(),
            row.state().changeKey(),
            Times.micros(row.state().receivedAt()),
            Marks.of(row.state()),
            Lines.join(row.state().categories()),
            row.missing()
        };
    }

    private void insertItems(List<@Nullable Object[]> rows) {
        Prepared.each(
                sql, sql.insertInto(ITEM, ITEM_ROW, ITEM_MAILBOX, ITEM_NAME).values((Long) null, null, null), rows);
    }

    private void delete(List<@Nullable Object[]> rows) {
        Prepared.each(sql, sql.deleteFrom(VERSION).where(V_ITEM.eq((Long) null).and(V_FROM.eq((Long) null))), rows);
    }

    private void put(List<@Nullable Object[]> rows) {
        Prepared.each(
                sql,
                sql.insertInto(
                                VERSION,
                                V_ITEM,
                                V_FROM,
                                V_UNTIL,
                                V_MAILBOX,
                                V_FOLDER,
                                V_CONTENT,
                                V_CHANGE_KEY,
                                V_RECEIVED,
                                V_MARKS,
                                V_CATEGORIES,
                                V_MISSING)
                        .values((Long) null, null, null, null, null, null, null, null, null, null, null)
                        .onConflict(V_ITEM, V_FROM)
                        .doUpdate()
                        .set(V_UNTIL, excluded(V_UNTIL))
                        .set(V_FOLDER, excluded(V_FOLDER))
                        .set(V_CONTENT, excluded(V_CONTENT))
                        .set(V_CHANGE_KEY, excluded(V_CHANGE_KEY))
                        .set(V_RECEIVED, excluded(V_RECEIVED))
                        .set(V_MARKS, excluded(V_MARKS))
                        .set(V_CATEGORIES, excluded(V_CATEGORIES))
                        .set(V_MISSING, excluded(V_MISSING)),
                rows);
    }
}
