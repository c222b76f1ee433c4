package org.postern.vault.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultExecuteListenerProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.vault.Database;
import org.postern.vault.TestPostgres;
import org.postern.vault.pack.ObjectName;

/// The questions asked while people wait, as PostgreSQL plans them with a catalog of some size: none reads a large
/// table from end to end.
class PostgresPlanTest {
    private static final MailboxId ANNA = new MailboxId("mailbox1");
    private static final FolderId INBOX = new FolderId("folder1");
    private static final ItemId ITEM = new ItemId("item5");
    private static final String FILL = """
            INSERT INTO tenant VALUES (1, 'contoso', 0, ''), (2, 'fabrikam', 0, '');
            INSERT INTO mailbox SELECT n, 1 + n % 2, 'mailbox' || n, '', '', 0, 0, 0, 0 FROM generate_series(1, 40) n;
            INSERT INTO folder SELECT n, 1 + (n - 1) / 10, 'folder' || n FROM generate_series(1, 400) n;
            INSERT INTO folder_version SELECT n, 0, 9223372036854775807, NULL, 'F', NULL, 0 FROM generate_series(1, 400) n;
            INSERT INTO object SELECT n, 1 + n % 2, 1, sha256(n::text::bytea), 1, n * 100, 90, 10 FROM generate_series(1, 30000) n;
            INSERT INTO content SELECT n, 10, '', '', '', 0, '', 0 FROM generate_series(1, 30000) n;
            INSERT INTO item SELECT n, 1 + n % 40, 'item' || n FROM generate_series(1, 30000) n;
            INSERT INTO message_version SELECT n, v, CASE WHEN v = 2 THEN 9223372036854775807 ELSE 2 END, 1 + n % 40,
              1 + n % 400, CASE WHEN n % 500 = 0 THEN NULL ELSE n END, '', 0, 0, '', ''
              FROM generate_series(1, 30000) n, generate_series(1, 2) v;
            ANALYZE
            """;
    private static final List<String> LARGE = List.of("object", "content", "item", "message_version");
    private static PostgresDatabase database;

    @BeforeAll
    static void fill() {
        String schema = "t_" + UUID.randomUUID().toString().replace('-', '_');
        database = PostgresDatabase.open(TestPostgres.schema(schema), new byte[16], Path.of("none.db"));
        database.migrate("vault", "org/postern/vault/catalog");
        database.write(sql -> {
            for (String statement : FILL.split(";\n", -1)) {
                sql.execute(statement);
            }
            return true;
        });
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /// Runs what is asked with the plan of each query noted.
    private static final class Planned implements Database {
        private final List<String> plans = new ArrayList<>();

        @Override
        public void migrate(String owner, String location) {
            database.migrate(owner, location);
        }

        @Override
        public <T> T read(Function<DSLContext, T> work) {
            return database.read(sql -> work.apply(planned(sql)));
        }

        @Override
        public <T> T write(Function<DSLContext, T> work) {
            return database.write(sql -> work.apply(planned(sql)));
        }

        private DSLContext planned(DSLContext sql) {
            return DSL.using(
                    sql.configuration().derive(new DefaultExecuteListenerProvider(new Explaining(sql, plans::add))));
        }

        @Override
        public void close() {}
    }

    private record Explaining(DSLContext plain, Consumer<String> taker) implements ExecuteListener {
        @Override
        public void executeStart(ExecuteContext context) {
            var query = context.query();
            if (query != null) {
                taker.accept(String.join(
                        "\n",
                        plain.resultQuery(
                                        "EXPLAIN " + query.getSQL(),
                                        query.getBindValues().toArray())
                                .fetch()
                                .getValues(0, String.class)));
            }
        }
    }

    private static List<String> plans(Consumer<Database> question) {
        Planned planned = new Planned();
        question.accept(planned);
        assertThat(planned.plans).isNotEmpty();
        for (String plan : planned.plans) {
            for (String table : LARGE) {
                assertThat(plan).doesNotContain("Seq Scan on " + table);
            }
            assertThat(plan).as("joins that read tables from end to end").doesNotContain("Merge Join", "Hash Join");
        }
        return planned.plans;
    }

    private static void noScan(Consumer<Catalog> question) {
        plans(asked -> question.accept(new Catalog(asked)));
    }

    @Test
    void foldersAndMessagesAreFoundByIndexesNowAndAsAtAnInstant() {
        assertThat(plans(asked -> new Catalog(asked).messages(2, ANNA, INBOX, null, null, 100)))
                .anyMatch(plan -> plan.contains("message_version_current"));
        assertThat(plans(asked -> new Catalog(asked).messages(2, ANNA, INBOX, 1L, null, 100)))
                .anyMatch(plan -> plan.contains("message_version_by_time"));
        noScan(catalog -> catalog.messages(2, ANNA, INBOX, null, ITEM, 100));
        for (Long at : new Long[] {null, 1L}) {
            noScan(catalog -> catalog.folders(2, ANNA, at));
            noScan(catalog -> catalog.message(2, ANNA, ITEM, at));
        }
        noScan(catalog -> catalog.history(2, ANNA, ITEM));
        noScan(catalog -> catalog.current(2, ANNA, List.of(ITEM, new ItemId("item9"))));
        noScan(catalog -> catalog.missing(2, ANNA, 10));
        noScan(catalog -> catalog.changeKeys(2, ANNA, INBOX));
        noScan(catalog -> catalog.lastContent(2, ANNA, ITEM));
    }

    @Test
    void objectsAreFoundByTheirNamesManyAtOnce() {
        List<ObjectName> names = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            byte[] name = new byte[32];
            name[0] = (byte) i;
            names.add(ObjectName.of(name));
        }
        assertThat(plans(asked -> new Lookups(asked).objects(1, names)))
                .allMatch(plan -> plan.contains("object_by_name"));
        plans(asked -> new Lookups(asked).histories(2, List.of(new Lookups.Place(ANNA, ITEM))));
        String prepared = database.read(sql -> String.join(
                "\n",
                sql.fetch("EXPLAIN SELECT pack, place, length FROM object WHERE tenant_id = 1 AND name = ''::bytea")
                        .getValues(0, String.class)));
        assertThat(prepared).contains("object_by_name");
    }

    @Test
    void whatUpkeepAsksGoesThroughItsIndexes() {
        plans(asked -> new UpkeepRows(asked).itemsWithPast(2, ANNA, 0, 500));
        plans(asked -> new UpkeepRows(asked).contentsInUse(1, 0, 100));
    }

    @Test
    void aCommitReadsOnlyTheItemsItTouches() {
        List<Change> changes = List.of(new Change.MessageGone(ITEM), new Change.MessageGone(new ItemId("item9")));
        assertThat(plans(asked -> asked.write(sql -> {
                    Ids ids = new Ids(sql, Tables.ITEM, Tables.ITEM_ROW);
                    return new MessageChanges(sql, ids, 6, changes);
                })))
                .anyMatch(plan -> plan.contains("item_by_name") && plan.contains("message_version_pkey"));
    }
}
