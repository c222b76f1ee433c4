package org.postern.vault.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.impl.DefaultExecuteListenerProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.vault.Database;

/// The questions asked while people wait, as SQLite plans them: each goes through an index, none looks at every row.
class QueryPlanTest {
    private static final MailboxId ANNA = new MailboxId("anna");
    private static final FolderId INBOX = new FolderId("inbox");

    @TempDir
    Path directory;

    /// Runs what is asked with the plan of each query noted.
    private static final class Planned implements Database {
        private final Database database;
        private final List<String> plans = new ArrayList<>();

        Planned(Database database) {
            this.database = database;
        }

        @Override
        public void migrate(String owner, String location) {
            database.migrate(owner, location);
        }

        @Override
        public <T> T read(java.util.function.Function<org.jooq.DSLContext, T> work) {
            return database.read(sql -> work.apply(org.jooq.impl.DSL.using(
                    sql.configuration().derive(new DefaultExecuteListenerProvider(new Explaining(sql, plans::add))))));
        }

        @Override
        public <T> T write(java.util.function.Function<org.jooq.DSLContext, T> work) {
            return database.write(work);
        }

        @Override
        public void close() {
            database.close();
        }
    }

    private record Explaining(org.jooq.DSLContext plain, Consumer<String> taker) implements ExecuteListener {
        @Override
        public void executeStart(ExecuteContext context) {
            var query = context.query();
            if (query != null) {
                plain.resultQuery(
                                "EXPLAIN QUERY PLAN " + query.getSQL(),
                                query.getBindValues().toArray())
                        .fetch()
                        .forEach(row -> taker.accept(row.get("detail") + " | " + query.getSQL()));
            }
        }
    }

    private static List<String> plans(Path file, Consumer<Database> questions) {
        Planned planned = new Planned(new SqliteDatabase(file));
        try (planned) {
            planned.migrate("vault", "org/postern/vault/catalog");
            planned.write(sql -> {
                sql.execute("INSERT OR IGNORE INTO tenant VALUES (1, 'contoso', 0, x'00')");
                sql.execute("INSERT OR IGNORE INTO mailbox VALUES (1, 1, 'anna', '', '', 0, 0, 0, 0)");
                sql.execute("INSERT OR IGNORE INTO folder VALUES (1, 1, 'inbox')");
                sql.execute(
                        "INSERT OR IGNORE INTO folder_version VALUES (1, 0, 9223372036854775807, NULL, 'Inbox', NULL, 0)");
                return sql.execute("INSERT OR IGNORE INTO item VALUES (1, 1, 'm1')");
            });
            questions.accept(planned);
        }
        assertThat(planned.plans).isNotEmpty();
        return planned.plans;
    }

    private void noScan(Consumer<Catalog> question) {
        List<String> plans = plans(directory.resolve("catalog.db"), database -> question.accept(new Catalog(database)));
        assertThat(plans).allSatisfy(plan -> assertThat(plan).doesNotStartWith("SCAN"));
    }

    private static @Nullable Long instant(boolean past) {
        return past ? Long.valueOf(5) : null;
    }

    @Test
    void aFolderNowAndAsAtAnInstantGoesThroughItsIndexes() {
        for (boolean past : List.of(false, true)) {
            String index = past ? "message_version_by_time" : "message_version_current";
            List<String> plans = plans(
                    directory.resolve("catalog.db"),
                    database -> new Catalog(database).messages(1, ANNA, INBOX, instant(past), null, 100));
            // The page is found by the index alone; what is then gone through is no longer than a page.
            assertThat(plans)
                    .anySatisfy(plan ->
                            assertThat(plan).startsWith("SEARCH message_version USING COVERING INDEX " + index));
            assertThat(plans)
                    .filteredOn(plan -> !plan.startsWith("SCAN page "))
                    .allSatisfy(plan -> assertThat(plan).doesNotStartWith("SCAN"));
            assertThat(plans)
                    .filteredOn(plan -> plan.startsWith("USE TEMP B-TREE"))
                    .hasSize(past ? 1 : 0);
        }
    }

    @Test
    void foldersMessagesAndHistoriesAreLookedUpNotScanned() {
        for (boolean past : List.of(false, true)) {
            noScan(catalog -> catalog.folders(1, ANNA, instant(past)));
            noScan(catalog -> catalog.message(1, ANNA, new ItemId("m1"), instant(past)));
        }
        noScan(catalog -> catalog.history(1, ANNA, new ItemId("m1")));
        noScan(catalog -> catalog.missing(1, ANNA, 10));
        noScan(catalog -> catalog.changeKeys(1, ANNA, INBOX));
    }

    @Test
    void itemsWithAVersionThatBeganInASpanAreLookedUpInTheOrderOfTheirNames() {
        List<String> plans = plans(
                directory.resolve("catalog.db"),
                database -> new Lookups(database).begun(1, ANNA, new Lookups.Span(1, 9), new ItemId("m0"), 100));
        assertThat(plans)
                .allSatisfy(plan -> assertThat(plan).doesNotStartWith("SCAN").doesNotStartWith("USE TEMP"));
        assertThat(plans).anySatisfy(plan -> assertThat(plan).contains("item_by_name"));
    }

    @Test
    void itemsWithAPastAreFoundByTheIndexOfWhatEnded() {
        List<String> plans = plans(
                directory.resolve("catalog.db"), database -> new UpkeepRows(database).itemsWithPast(1, ANNA, 0, 500));
        assertThat(plans).anySatisfy(plan -> assertThat(plan).contains("message_version_ended"));
        assertThat(plans).allSatisfy(plan -> assertThat(plan).doesNotStartWith("SCAN"));
    }

    @Test
    void whetherAContentIsStillNeededIsAskedOfAnIndex() {
        List<String> plans =
                plans(directory.resolve("catalog.db"), database -> new UpkeepRows(database).contentsInUse(1, 0, 500));
        assertThat(plans).anySatisfy(plan -> assertThat(plan).contains("message_version_content"));
    }
}
