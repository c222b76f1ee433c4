package org.postern.vault.catalog;

import static org.jooq.impl.DSL.excluded;
import static org.postern.vault.catalog.Tables.*;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;

/// The folders that one change record touches, from their rows through its changes back to rows.
final class FolderChanges {
    private final DSLContext sql;
    private final Ids ids;
    private final long mailbox;
    private final Map<String, Long> rows = new HashMap<>();
    private final Map<String, Timeline<FolderState>> timelines = new HashMap<>();

    FolderChanges(DSLContext sql, Ids ids, long mailbox, List<Change> changes) {
        this.sql = sql;
        this.ids = ids;
        this.mailbox = mailbox;
        Set<String> names = new HashSet<>();
        Set<String> changed = new HashSet<>();
        for (Change change : changes) {
            switch (change) {
                case Change.FolderIs(var state) -> changed.add(state.id().value());
                case Change.FolderGone(var id) -> changed.add(id.value());
                case Change.MessageIs(var state, var _) ->
                    names.add(state.folder().value());
                case Change.MessageMissing(var state, var _) ->
                    names.add(state.folder().value());
                case Change.Mailbox _, Change.Content _, Change.MessageGone _, Change.SyncState _, Change.Upkeep _ -> {}
            }
        }
        names.addAll(changed);
        resolve(names);
        changed.forEach(name -> timelines.put(name, load(name)));
    }

    private void resolve(Set<String> names) {
        for (List<String> chunk : Chunks.of(List.copyOf(names))) {
            sql.select(FOLDER_NAME, FOLDER_ROW)
                    .from(FOLDER)
                    .where(FOLDER_MAILBOX.eq(mailbox).and(FOLDER_NAME.in(chunk)))
                    .forEach(row -> rows.put(row.value1(), row.value2()));
        }
        for (String name : names) {
            if (!rows.containsKey(name)) {
                long row = ids.next();
                sql.insertInto(FOLDER, FOLDER_ROW, FOLDER_MAILBOX, FOLDER_NAME)
                        .values(row, mailbox, name)
                        .execute();
                rows.put(name, row);
            }
        }
    }

    private Timeline<FolderState> load(String name) {
        List<Timeline.Span<FolderState>> spans = new ArrayList<>();
        sql.select(FV_FROM, FV_UNTIL, FV_PARENT, FV_DISPLAY, FV_WELL_KNOWN, FV_COUNT)
                .from(FOLDER_VERSION)
                .where(FV_FOLDER.eq(row(name)))
                .orderBy(FV_FROM.desc())
                .limit(2)
                .forEach(row -> spans.addFirst(new Timeline.Span<>(
                        row.value1(),
                        row.value2(),
                        state(name, row.value3(), row.value4(), row.value5(), row.value6()))));
        return new Timeline<>(spans, FolderChanges::same);
    }

    static FolderState state(
            String id, @Nullable String parent, String name, @Nullable String wellKnown, int messageCount) {
        return new FolderState(
                new FolderId(id), parent == null ? null : new FolderId(parent), name, wellKnown, messageCount);
    }

    /// The service's count alone makes no version: it would make one of nearly every sync.
    private static boolean same(FolderState one, FolderState other) {
        return one.id().equals(other.id())
                && one.name().equals(other.name())
                && Objects.equals(one.parentId(), other.parentId())
                && Objects.equals(one.wellKnownName(), other.wellKnownName());
    }

    long row(String name) {
        return Objects.requireNonNull(rows.get(name));
    }

    /// The row of any folder of the mailbox, also one that only a message's older version names.
    long rowOf(String name) {
        if (!rows.containsKey(name)) {
            resolve(Set.of(name));
        }
        return row(name);
    }

    void is(FolderState state, long at) {
        Objects.requireNonNull(timelines.get(state.id().value())).begin(at, state);
    }

    void gone(FolderId id, long at) {
        Objects.requireNonNull(timelines.get(id.value())).end(at);
    }

    void store() {
        List<@Nullable Object[]> put = new ArrayList<>();
        timelines.forEach((name, timeline) -> {
            TimelineDiff<FolderState> diff = TimelineDiff.of(timeline);
            diff.deleted()
                    .forEach(span -> sql.deleteFrom(FOLDER_VERSION)
                            .where(FV_FOLDER.eq(row(name)).and(FV_FROM.eq(span.from())))
                            .execute());
            diff.put().forEach(span -> put.add(values(row(name), span)));
        });
        put(put);
    }

    private static @Nullable Object[] values(long folder, Timeline.Span<FolderState> span) {
        FolderState state = span.state();
        FolderId parent = state.parentId();
        return new @Nullable Object[] {
            folder,
            span.from(),
            span.until(),
            parent == null ? null : parent.value(),
            state.name(),
            state.wellKnownName(),
            state.messageCount()
        };
    }

    private void put(List<@Nullable Object[]> rows) {
        Prepared.each(
                sql,
                sql.insertInto(
                                FOLDER_VERSION,
                                FV_FOLDER,
                                FV_FROM,
                                FV_UNTIL,
                                FV_PARENT,
                                FV_DISPLAY,
                                FV_WELL_KNOWN,
                                FV_COUNT)
                        .values((Long) null, null, null, null, null, null, null)
                        .onConflict(FV_FOLDER, FV_FROM)
                        .doUpdate()
                        .set(FV_UNTIL, excluded(FV_UNTIL))
                        .set(FV_PARENT, excluded(FV_PARENT))
                        .set(FV_DISPLAY, excluded(FV_DISPLAY))
                        .set(FV_WELL_KNOWN, excluded(FV_WELL_KNOWN))
                        .set(FV_COUNT, excluded(FV_COUNT)),
                rows);
    }
}
