package org.postern.recover.restore;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;
import org.postern.vault.ContentName;
import org.postern.vault.Database;

/// The journal of what restores created: what may be (before), what was (after), and what stands for what.
final class RestoredTable {
    private static final Table<Record> RESTORED = table(name("recover_restored"));
    private static final Field<String> TENANT = field(name("tenant"), String.class);
    private static final Field<String> TARGET = field(name("target"), String.class);
    private static final Field<String> FOLDER = field(name("folder"), String.class);
    private static final Field<String> SOURCE = field(name("source"), String.class);
    private static final Field<String> ITEM = field(name("item"), String.class);
    private static final Field<String> CONTENT = field(name("content"), String.class);
    private static final Field<String> MESSAGE_ID = field(name("message_id"), String.class);
    private static final Field<String> POLICY = field(name("policy"), String.class);
    private static final Field<String> STATE = field(name("state"), String.class);
    private static final Field<Long> KNOWN_UNTIL = field(name("known_until"), Long.class);
    private static final Field<String> CREATED = field(name("created"), String.class);
    private static final Field<String> OBSERVED = field(name("observed"), String.class);
    private static final Field<String> REPLACES = field(name("replaces"), String.class);

    private final Database database;

    RestoredTable(Database database) {
        this.database = database;
    }

    /// How far one creation has come.
    enum State {
        /// It may have been created; the vault knew the target folder up to `knownUntil` before.
        PENDING,
        /// It was created; what it replaces may be there still.
        CREATED,
        DONE
    }

    /// Why it is created: as a copy beside others, or because it was not there.
    enum Policy {
        COPY,
        RESTORE
    }

    /// What is created from what, where; the journal has one row for each.
    record CreationKey(
            MailboxId target, FolderId folder, MailboxId source, ItemId item, ContentName content, Policy policy) {}

    /// @param created the new message's id, null while pending
    /// @param observed the content that the new message had when it was first seen; null before
    /// @param replaces the message to delete once this one is there; null for none
    record Row(
            CreationKey key,
            String messageId,
            State state,
            Instant knownUntil,
            @Nullable ItemId created,
            @Nullable ContentName observed,
            @Nullable ItemId replaces) {
        Row created(ItemId id) {
            return new Row(
                    key, messageId, replaces == null ? State.DONE : State.CREATED, knownUntil, id, null, replaces);
        }

        Row done() {
            return new Row(key, messageId, State.DONE, knownUntil, created, observed, replaces);
        }

        Row observed(ContentName content) {
            return new Row(key, messageId, state, knownUntil, created, content, replaces);
        }
    }

    void write(TenantId tenant, Collection<Row> rows, Collection<CreationKey> forgotten) {
        if (rows.isEmpty() && forgotten.isEmpty()) {
            return;
        }
        database.write(sql -> {
            forgotten.forEach(key -> delete(sql, tenant, key));
            for (Row row : rows) {
                delete(sql, tenant, row.key());
                insert(sql, tenant, row);
            }
            return rows.size();
        });
    }

    /// The rows of one source item, created in the target.
    List<Row> of(TenantId tenant, MailboxId target, MailboxId source, ItemId item) {
        return rows(tenant, target, SOURCE.eq(source.value()).and(ITEM.eq(item.value())), Integer.MAX_VALUE);
    }

    /// The row that made this message of the target.
    Optional<Row> by(TenantId tenant, MailboxId target, ItemId created) {
        return rows(tenant, target, CREATED.eq(created.value()), 1).stream().findFirst();
    }

    List<Row> in(TenantId tenant, MailboxId target, State state, int limit) {
        return rows(tenant, target, STATE.eq(state.name()), limit);
    }

    List<Row> unobserved(TenantId tenant, MailboxId target, int limit) {
        return rows(tenant, target, STATE.eq(State.DONE.name()).and(OBSERVED.isNull()), limit);
    }

    /// Rows of these created messages.
    List<Row> by(TenantId tenant, MailboxId target, Collection<ItemId> created) {
        List<String> names = created.stream().map(ItemId::value).toList();
        return rows(tenant, target, CREATED.in(names), Integer.MAX_VALUE);
    }

    /// Created messages of which the vault knew the target folder up to an instant of the span, by id.
    List<Row> createdIn(TenantId tenant, MailboxId target, Instant from, Instant until, String after, int limit) {
        return database.read(sql -> sql.select()
                .from(RESTORED)
                .where(TENANT.eq(tenant.value()))
                .and(TARGET.eq(target.value()))
                .and(CREATED.gt(after))
                .and(KNOWN_UNTIL.ge(from.toEpochMilli()))
                .and(KNOWN_UNTIL.lt(until.toEpochMilli()))
                .orderBy(CREATED)
                .limit(limit)
                .fetch(RestoredTable::row));
    }

    private List<Row> rows(TenantId tenant, MailboxId target, Condition condition, int limit) {
        return database.read(sql -> sql.select()
                .from(RESTORED)
                .where(TENANT.eq(tenant.value()))
                .and(TARGET.eq(target.value()))
                .and(condition)
                .limit(limit)
                .fetch(RestoredTable::row));
    }

    private static void delete(DSLContext sql, TenantId tenant, CreationKey key) {
        sql.deleteFrom(RESTORED)
                .where(TENANT.eq(tenant.value()))
                .and(TARGET.eq(key.target().value()))
                .and(FOLDER.eq(key.folder().value()))
                .and(SOURCE.eq(key.source().value()))
                .and(ITEM.eq(key.item().value()))
                .and(CONTENT.eq(key.content().hex()))
                .and(POLICY.eq(key.policy().name()))
                .execute();
    }

    private static void insert(DSLContext sql, TenantId tenant, Row row) {
        CreationKey key = row.key();
        ItemId created = row.created();
        ContentName observed = row.observed();
        ItemId replaces = row.replaces();
        sql.insertInto(RESTORED)
                .set(TENANT, tenant.value())
                .set(TARGET, key.target().value())
                .set(FOLDER, key.folder().value())
                .set(SOURCE, key.source().value())
                .set(ITEM, key.item().value())
                .set(CONTENT, key.content().hex())
                .set(POLICY, key.policy().name())
                .set(MESSAGE_ID, row.messageId())
                .set(STATE, row.state().name())
                .set(KNOWN_UNTIL, row.knownUntil().toEpochMilli())
                .set(CREATED, created == null ? null : created.value())
                .set(OBSERVED, observed == null ? null : observed.hex())
                .set(REPLACES, replaces == null ? null : replaces.value())
                .execute();
    }

    private static Row row(Record row) {
        String created = row.get(CREATED);
        String observed = row.get(OBSERVED);
        String replaces = row.get(REPLACES);
        CreationKey key = new CreationKey(
                new MailboxId(row.get(TARGET)),
                new FolderId(row.get(FOLDER)),
                new MailboxId(row.get(SOURCE)),
                new ItemId(row.get(ITEM)),
                new ContentName(row.get(CONTENT)),
                Policy.valueOf(row.get(POLICY)));
        return new Row(
                key,
                row.get(MESSAGE_ID),
                State.valueOf(row.get(STATE)),
                Instant.ofEpochMilli(row.get(KNOWN_UNTIL)),
                created == null ? null : new ItemId(created),
                observed == null ? null : new ContentName(observed),
                replaces == null ? null : new ItemId(replaces));
    }
}
