package org.postern.vault.catalog;

import static org.postern.vault.catalog.Tables.*;

import java.util.List;
import java.util.function.ToIntFunction;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.postern.mail.TenantId;
import org.postern.vault.Database;

/// Removes all that the catalog holds of a tenant whose keys were destroyed: names, subjects and addresses lie in it
/// in clear. In small transactions, so that other tenants' commits go on; a crash between them leaves less to do.
public final class TenantRows {
    private static final int STEP = 500;
    private final Database database;

    public TenantRows(Database database) {
        this.database = database;
    }

    /// No effect when the catalog has no such tenant.
    public void delete(TenantId tenant) {
        List<Long> rows = database.read(sql -> sql.select(TENANT_ROW)
                .from(TENANT)
                .where(TENANT_NAME.eq(tenant.value()))
                .fetch(TENANT_ROW));
        if (rows.isEmpty()) {
            return;
        }
        deleteMail(rows.getFirst());
        step(sql -> {
            sql.deleteFrom(RETENTION)
                    .where(RETENTION_TENANT.eq(rows.getFirst()))
                    .execute();
            sql.deleteFrom(HOLD).where(HOLD_TENANT.eq(rows.getFirst())).execute();
            sql.deleteFrom(PACK).where(PACK_TENANT.eq(rows.getFirst())).execute();
            return sql.deleteFrom(TENANT).where(TENANT_ROW.eq(rows.getFirst())).execute() - 1;
        });
        if (database.read(sql -> sql.dialect() == SQLDialect.SQLITE)) {
            database.read(sql -> sql.fetch("PRAGMA wal_checkpoint(TRUNCATE)")); // What was deleted is in the log too.
        }
    }

    /// Forgets everything, for a rebuild from the packs.
    public void deleteAll() {
        database.write(sql -> sql.dialect() == SQLDialect.POSTGRES
                ? sql.truncate(REFERRING_FIRST).execute() // Gives the room back at once, with what was in it.
                : sql.batch(REFERRING_FIRST.stream().map(sql::deleteFrom).toList())
                        .execute()
                        .length);
    }

    private void deleteMail(long tenant) {
        List<Long> mailboxes = database.read(sql -> sql.select(MAILBOX_ROW)
                .from(MAILBOX)
                .where(MAILBOX_TENANT.eq(tenant))
                .fetch(MAILBOX_ROW));
        mailboxes.forEach(this::deleteMailbox);
        step(sql -> {
            List<Long> objects = sql.select(OBJECT_ROW)
                    .from(OBJECT)
                    .where(OBJECT_TENANT.eq(tenant))
                    .limit(STEP)
                    .fetch(OBJECT_ROW);
            sql.deleteFrom(CONTENT).where(CONTENT_OBJECT.in(objects)).execute();
            return sql.deleteFrom(OBJECT).where(OBJECT_ROW.in(objects)).execute();
        });
        step(sql -> sql.deleteFrom(CHANGE)
                .where(CHANGE_TENANT.eq(tenant))
                .and(CHANGE_SEQUENCE.in(DSL.select(CHANGE_SEQUENCE)
                        .from(CHANGE)
                        .where(CHANGE_TENANT.eq(tenant))
                        .limit(STEP)))
                .execute());
    }

    private void deleteMailbox(long mailbox) {
        step(sql -> {
            List<Long> items = sql.select(ITEM_ROW)
                    .from(ITEM)
                    .where(ITEM_MAILBOX.eq(mailbox))
                    .limit(STEP)
                    .fetch(ITEM_ROW);
            sql.deleteFrom(VERSION).where(V_ITEM.in(items)).execute();
            return sql.deleteFrom(ITEM).where(ITEM_ROW.in(items)).execute();
        });
        step(sql -> {
            List<Long> folders = sql.select(FOLDER_ROW)
                    .from(FOLDER)
                    .where(FOLDER_MAILBOX.eq(mailbox))
                    .limit(STEP)
                    .fetch(FOLDER_ROW);
            sql.deleteFrom(FOLDER_VERSION).where(FV_FOLDER.in(folders)).execute();
            return sql.deleteFrom(FOLDER).where(FOLDER_ROW.in(folders)).execute();
        });
        step(sql -> {
            sql.deleteFrom(SYNC_STATE).where(SYNC_MAILBOX.eq(mailbox)).execute();
            return sql.deleteFrom(MAILBOX).where(MAILBOX_ROW.eq(mailbox)).execute() - 1;
        });
    }

    /// Repeats `work`, a transaction each, until it deletes nothing.
    private void step(ToIntFunction<DSLContext> work) {
        while (database.write(work::applyAsInt) > 0) {
            // Once more.
        }
    }
}
