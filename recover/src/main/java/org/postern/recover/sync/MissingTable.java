package org.postern.recover.sync;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;
import org.postern.vault.Database;

/// Remembers, over restarts, when to ask again for messages whose bytes could not be had.
final class MissingTable {
    private static final Table<Record> MISSING = table(name("recover_missing"));
    private static final Field<String> TENANT = field(name("tenant"), String.class);
    private static final Field<String> MAILBOX = field(name("mailbox"), String.class);
    private static final Field<String> ITEM = field(name("item"), String.class);
    private static final Field<String> CHANGE_KEY = field(name("change_key"), String.class);
    private static final Field<Integer> PERMANENT = field(name("permanent"), Integer.class);
    private static final Field<Integer> ATTEMPTS = field(name("attempts"), Integer.class);
    private static final Field<Long> DUE_AT = field(name("due_at"), Long.class);

    private final Database database;

    MissingTable(Database database) {
        this.database = database;
    }

    /// One message's failures so far.
    ///
    /// @param permanent whether asking again is pointless until its change key differs
    record Retry(ItemId item, String changeKey, boolean permanent, int attempts, Instant dueAt) {}

    Map<ItemId, Retry> read(TenantId tenant, MailboxId mailbox) {
        Map<ItemId, Retry> retries = new HashMap<>();
        database.read(sql -> sql.select(ITEM, CHANGE_KEY, PERMANENT, ATTEMPTS, DUE_AT)
                        .from(MISSING)
                        .where(TENANT.eq(tenant.value()))
                        .and(MAILBOX.eq(mailbox.value()))
                        .fetch())
                .forEach(row -> {
                    ItemId item = new ItemId(row.get(ITEM));
                    Instant dueAt = Instant.ofEpochMilli(row.get(DUE_AT));
                    boolean permanent = row.get(PERMANENT) != 0;
                    retries.put(item, new Retry(item, row.get(CHANGE_KEY), permanent, row.get(ATTEMPTS), dueAt));
                });
        return retries;
    }

    void write(TenantId tenant, MailboxId mailbox, Collection<Retry> failed, Collection<ItemId> had) {
        database.write(sql -> {
            for (ItemId item : had) {
                delete(sql, tenant, mailbox, item);
            }
            for (Retry retry : failed) {
                delete(sql, tenant, mailbox, retry.item());
                sql.insertInto(MISSING, TENANT, MAILBOX, ITEM, CHANGE_KEY, PERMANENT, ATTEMPTS, DUE_AT)
                        .values(
                                tenant.value(),
                                mailbox.value(),
                                retry.item().value(),
                                retry.changeKey(),
                                retry.permanent() ? 1 : 0,
                                retry.attempts(),
                                retry.dueAt().toEpochMilli())
                        .execute();
            }
            return had.size() + failed.size();
        });
    }

    private static void delete(DSLContext sql, TenantId tenant, MailboxId mailbox, ItemId item) {
        sql.deleteFrom(MISSING)
                .where(TENANT.eq(tenant.value()))
                .and(MAILBOX.eq(mailbox.value()))
                .and(ITEM.eq(item.value()))
                .execute();
    }
}
