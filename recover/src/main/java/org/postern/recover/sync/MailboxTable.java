package org.postern.recover.sync;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;
import org.postern.recover.MailboxResult;
import org.postern.vault.Database;

/// Where the sync of each mailbox stands, kept over restarts for people to see.
final class MailboxTable {
    private static final int REASON_MAX = 4_000;
    private static final Table<Record> MAILBOXES = table(name("recover_mailbox"));
    private static final Field<String> TENANT = field(name("tenant"), String.class);
    private static final Field<String> MAILBOX = field(name("mailbox"), String.class);
    private static final Field<String> ADDRESS = field(name("address"), String.class);
    private static final Field<String> DISPLAY_NAME = field(name("display_name"), String.class);
    private static final Field<Integer> IN_DIRECTORY = field(name("in_directory"), Integer.class);
    private static final Field<Integer> REPLICATED = field(name("replicated"), Integer.class);
    private static final Field<Long> EXPECTED = field(name("expected"), Long.class);
    private static final Field<Long> ROUND_AT = field(name("round_at"), Long.class);
    private static final Field<Long> SYNCED_AT = field(name("synced_at"), Long.class);
    private static final Field<Long> ACTIVITY_AT = field(name("activity_at"), Long.class);
    private static final Field<String> OUTCOME = field(name("outcome"), String.class);
    private static final Field<String> REASON = field(name("reason"), String.class);
    private static final Field<Long> MISSING = field(name("missing"), Long.class);

    private final Database database;

    MailboxTable(Database database) {
        this.database = database;
    }

    /// One mailbox's row.
    ///
    /// @param expected messages that the service said it has; -1 while unknown
    /// @param roundAt the instant of the last round, whatever came of it
    record Row(
            MailboxId mailbox,
            String address,
            String displayName,
            boolean inDirectory,
            boolean replicated,
            long expected,
            @Nullable Instant roundAt,
            @Nullable Instant syncedAt,
            @Nullable Instant activityAt,
            MailboxResult.@Nullable Outcome outcome,
            String reason,
            long missing) {
        static Row listed(MailboxId mailbox, String address, String displayName) {
            return new Row(mailbox, address, displayName, true, false, -1, null, null, null, null, "", 0);
        }

        Row inDirectory(boolean listed, String newAddress, String newName) {
            return new Row(
                    mailbox,
                    newAddress,
                    newName,
                    listed,
                    replicated,
                    expected,
                    roundAt,
                    syncedAt,
                    activityAt,
                    outcome,
                    reason,
                    missing);
        }

        Row expecting(long messages) {
            return new Row(
                    mailbox,
                    address,
                    displayName,
                    inDirectory,
                    replicated,
                    messages,
                    roundAt,
                    syncedAt,
                    activityAt,
                    outcome,
                    reason,
                    missing);
        }

        /// The row after a round; a round that failed leaves when the mailbox was last synced.
        Row after(MailboxResult result, boolean active) {
            boolean through = result.outcome() == MailboxResult.Outcome.SUCCESS
                    || result.outcome() == MailboxResult.Outcome.WARNING;
            return new Row(
                    mailbox,
                    address,
                    displayName,
                    inDirectory,
                    replicated || through,
                    expected,
                    result.at(),
                    through ? result.at() : syncedAt,
                    active ? result.at() : activityAt,
                    result.outcome(),
                    result.reason(),
                    result.missing());
        }
    }

    List<Row> all(TenantId tenant) {
        return database.read(sql -> sql.select()
                .from(MAILBOXES)
                .where(TENANT.eq(tenant.value()))
                .orderBy(ADDRESS, MAILBOX)
                .fetch(MailboxTable::row));
    }

    Optional<Row> find(TenantId tenant, MailboxId mailbox) {
        return database.read(sql -> sql.select()
                .from(MAILBOXES)
                .where(TENANT.eq(tenant.value()))
                .and(MAILBOX.eq(mailbox.value()))
                .fetchOptional(MailboxTable::row));
    }

    void write(TenantId tenant, List<Row> rows) {
        if (!rows.isEmpty()) {
            database.write(sql -> {
                rows.forEach(row -> write(sql, tenant, row));
                return rows.size();
            });
        }
    }

    private static void write(DSLContext sql, TenantId tenant, Row row) {
        sql.deleteFrom(MAILBOXES)
                .where(TENANT.eq(tenant.value()))
                .and(MAILBOX.eq(row.mailbox().value()))
                .execute();
        sql.insertInto(MAILBOXES)
                .set(TENANT, tenant.value())
                .set(MAILBOX, row.mailbox().value())
                .set(ADDRESS, row.address())
                .set(DISPLAY_NAME, row.displayName())
                .set(IN_DIRECTORY, row.inDirectory() ? 1 : 0)
                .set(REPLICATED, row.replicated() ? 1 : 0)
                .set(EXPECTED, row.expected())
                .set(ROUND_AT, millis(row.roundAt()))
                .set(SYNCED_AT, millis(row.syncedAt()))
                .set(ACTIVITY_AT, millis(row.activityAt()))
                .set(OUTCOME, row.outcome() == null ? null : row.outcome().name())
                .set(REASON, shortened(row.reason()))
                .set(MISSING, row.missing())
                .execute();
    }

    private static Row row(Record row) {
        String outcome = row.get(OUTCOME);
        return new Row(
                new MailboxId(row.get(MAILBOX)),
                row.get(ADDRESS),
                row.get(DISPLAY_NAME),
                row.get(IN_DIRECTORY) != 0,
                row.get(REPLICATED) != 0,
                row.get(EXPECTED),
                instant(row.get(ROUND_AT)),
                instant(row.get(SYNCED_AT)),
                instant(row.get(ACTIVITY_AT)),
                outcome == null ? null : MailboxResult.Outcome.valueOf(outcome),
                row.get(REASON),
                row.get(MISSING));
    }

    private static String shortened(String reason) {
        return reason.length() <= REASON_MAX ? reason : reason.substring(0, REASON_MAX) + "…";
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }

    private static @Nullable Instant instant(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }
}
