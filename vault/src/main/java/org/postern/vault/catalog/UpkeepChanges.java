package org.postern.vault.catalog;

import static org.postern.vault.catalog.Tables.*;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import org.postern.vault.Hold;
import org.postern.vault.HoldScope;
import org.postern.vault.RetentionPolicy;

/// What one change record does about the tenant's past: policies, holds, and versions that are forgotten.
final class UpkeepChanges {
    private final DSLContext sql;
    private final long tenant;
    private final long at;

    private record Version(long item, long from, long until, long content, long size) {}

    UpkeepChanges(DSLContext sql, long tenant, long at) {
        this.sql = sql;
        this.tenant = tenant;
        this.at = at;
    }

    void ofTenant(List<Change> changes) {
        for (Change change : changes) {
            if (change instanceof Change.Upkeep upkeep) {
                one(upkeep);
            }
        }
    }

    private void one(Change.Upkeep change) {
        switch (change) {
            case Change.RetentionIs(var policy, var _) -> retention(policy);
            case Change.HoldIs(var name, var reason, var by, var scope) ->
                hold(new Hold(name, reason, by, Times.instant(at), scope));
            case Change.HoldReleased(var name, var _) -> release(name);
            case Change.VersionForgotten _, Change.InsteadOf _ -> {}
        }
    }

    private void retention(RetentionPolicy policy) {
        sql.insertInto(RETENTION, RETENTION_TENANT, RETENTION_TYPE, RETENTION_DAYS, RETENTION_VERSIONS)
                .values(tenant, policy.type(), policy.days(), policy.versions())
                .onConflict(RETENTION_TENANT, RETENTION_TYPE)
                .doUpdate()
                .set(RETENTION_DAYS, policy.days())
                .set(RETENTION_VERSIONS, policy.versions())
                .execute();
    }

    private void hold(Hold hold) {
        release(hold.name());
        @Nullable String mailbox = null;
        @Nullable String item = null;
        @Nullable String query = null;
        switch (hold.scope()) {
            case HoldScope.OfMailbox(var held) -> mailbox = held.value();
            case HoldScope.OfItem(var in, var held) -> {
                mailbox = in.value();
                item = held.value();
            }
            case HoldScope.OfSearch(var words) -> query = words;
        }
        sql.insertInto(HOLD)
                .set(HOLD_TENANT, tenant)
                .set(HOLD_NAME, hold.name())
                .set(HOLD_REASON, hold.reason())
                .set(HOLD_BY, hold.by())
                .set(HOLD_SINCE, at)
                .set(HOLD_MAILBOX, mailbox)
                .set(HOLD_ITEM, item)
                .set(HOLD_QUERY, query)
                .execute();
    }

    private void release(String name) {
        sql.deleteFrom(HOLD)
                .where(HOLD_TENANT.eq(tenant).and(HOLD_NAME.eq(name)))
                .execute();
    }

    /// Deletes the versions that are exactly those named, and says what the mailbox loses by it, in negative numbers.
    MessageChanges.Counts forget(long mailbox, List<Change> changes) {
        Map<String, Map<Long, Long>> forgotten = new HashMap<>(); // By item: where a version ends, by where it begins.
        for (Change change : changes) {
            if (change instanceof Change.VersionForgotten(var item, long from, long until)) {
                forgotten.computeIfAbsent(item.value(), _ -> new HashMap<>()).put(from, until);
            }
        }
        MessageChanges.Counts counts = new MessageChanges.Counts();
        for (List<String> chunk : Chunks.of(List.copyOf(forgotten.keySet()))) {
            histories(mailbox, chunk)
                    .forEach((name, history) -> forget(history, forgotten.getOrDefault(name, Map.of()), counts));
        }
        return counts;
    }

    private Map<String, List<Version>> histories(long mailbox, List<String> items) {
        Map<String, List<Version>> histories = new HashMap<>();
        sql.select(ITEM_NAME, V_ITEM, V_FROM, V_UNTIL, V_CONTENT, CONTENT_SIZE)
                .from(ITEM)
                .join(VERSION)
                .on(V_ITEM.eq(ITEM_ROW))
                .leftJoin(CONTENT)
                .on(CONTENT_OBJECT.eq(V_CONTENT))
                .where(ITEM_MAILBOX.eq(mailbox).and(ITEM_NAME.in(items)))
                .orderBy(V_ITEM, V_FROM)
                .forEach(row -> histories
                        .computeIfAbsent(row.get(ITEM_NAME), _ -> new ArrayList<>())
                        .add(version(row)));
        return histories;
    }

    private static Version version(Record row) {
        Long content = row.get(V_CONTENT);
        Long size = row.get(CONTENT_SIZE);
        return new Version(
                row.get(V_ITEM),
                row.get(V_FROM),
                row.get(V_UNTIL),
                content == null ? 0 : content,
                size == null ? 0 : size);
    }

    private void forget(List<Version> history, Map<Long, Long> forgotten, MessageChanges.Counts counts) {
        List<Version> kept = new ArrayList<>();
        for (Version version : history) {
            Long until = forgotten.get(version.from);
            if (until == null || until != version.until) {
                kept.add(version);
                continue;
            }
            sql.deleteFrom(VERSION)
                    .where(V_ITEM.eq(version.item).and(V_FROM.eq(version.from)))
                    .execute();
            counts.versions--;
            counts.messages -= version.until == FOREVER ? 1 : 0;
        }
        counts.bytes += bytes(kept) - bytes(history);
        if (kept.isEmpty()) {
            sql.deleteFrom(ITEM).where(ITEM_ROW.eq(history.getFirst().item)).execute();
        }
    }

    /// As a mailbox counts them: not again when the content is that of the version before.
    private static long bytes(List<Version> history) {
        long bytes = 0;
        for (int i = 0; i < history.size(); i++) {
            boolean fresh = i == 0 || history.get(i).content != history.get(i - 1).content;
            bytes += fresh ? history.get(i).size : 0;
        }
        return bytes;
    }
}
