package org.postern.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.postern.vault.Fixture.*;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.vault.store.LocalDisk;

/// A vault whose catalog is on PostgreSQL beside one on SQLite: the same rows, and nothing lost with a server.
class CatalogEnginesTest {
    private static final long SMALL_PACK = 20_000;
    private static final List<String> TABLES = List.of(
            "tenant",
            "pack",
            "object",
            "change",
            "content",
            "mailbox",
            "folder",
            "folder_version",
            "item",
            "message_version",
            "sync_state",
            "retention",
            "hold");

    /// What is kept, without the numbers of rows, which are given in another order when the packs are read again, and
    /// without the objects: those that compaction dropped come back where their packs were not worth rewriting.
    static final Map<String, String> MEANING = Map.of(
            "changes", "SELECT sequence, name, pack, place, length FROM change",
            "mailboxes", "SELECT name, address, display_name, first_seen, messages, versions, bytes FROM mailbox",
            "folders",
                    "SELECT m.name, f.name, v.from_at, v.until_at, v.parent, v.display_name, v.well_known,"
                            + " v.message_count FROM folder f JOIN mailbox m ON m.id = f.mailbox_id"
                            + " LEFT JOIN folder_version v ON v.folder_id = f.id",
            "messages",
                    "SELECT m.name, i.name, f.name, v.from_at, v.until_at, o.name, c.size, c.subject, c.sender,"
                            + " c.recipients, c.sent_at, c.message_id, c.has_attachments, v.change_key, v.received_at,"
                            + " v.marks, v.categories, v.missing FROM message_version v JOIN item i ON i.id = v.item_id"
                            + " JOIN mailbox m ON m.id = v.mailbox_id JOIN folder f ON f.id = v.folder_id"
                            + " LEFT JOIN object o ON o.id = v.content_id LEFT JOIN content c ON c.object_id = o.id",
            "states", "SELECT m.name, s.scope, s.state FROM sync_state s JOIN mailbox m ON m.id = s.mailbox_id",
            "retention", "SELECT type, days, versions FROM retention",
            "holds", "SELECT name, reason, held_by, since, mailbox, item, query FROM hold");

    @TempDir
    Path temp;

    private VaultConfig onServer(Path directory) {
        return config(directory, SMALL_PACK).withCatalog(Optional.of(TestPostgres.schemaOf(directory)));
    }

    private static VaultConfig here(Path directory) {
        return config(directory, SMALL_PACK).withCatalog(Optional.empty());
    }

    private static PackVault open(VaultConfig config) {
        return PackVault.open(config, new LocalDisk());
    }

    static Map<String, List<String>> dump(PackVault vault, Map<String, String> queries) {
        Map<String, List<String>> dump = new TreeMap<>();
        queries.forEach((name, query) -> dump.put(name, TableShapes.rows(vault.database(), query)));
        return dump;
    }

    /// Shows only the rows in which they differ.
    static void requireSame(Map<String, List<String>> one, Map<String, List<String>> other) {
        assertThat(other.keySet()).isEqualTo(one.keySet());
        one.forEach((name, rows) -> {
            List<String> others = new ArrayList<>(other.getOrDefault(name, List.of()));
            List<String> differing = new ArrayList<>();
            rows.forEach(row -> {
                if (!others.remove(row)) {
                    differing.add("- " + row);
                }
            });
            others.forEach(row -> differing.add("+ " + row));
            assertThat(differing).as(name).isEmpty();
        });
    }

    private static Map<String, String> everything() {
        Map<String, String> queries = new TreeMap<>();
        TABLES.forEach(table -> queries.put(table, "SELECT * FROM " + table));
        return queries;
    }

    /// Mailboxes with a past: changes of all kinds, texts of all kinds.
    static void fill(PackVault vault, long seed, int commits) {
        vault.addTenant(CONTOSO);
        vault.putMailbox(CONTOSO, ANNA, "anna@contoso.test", "Anna \0 \uD83D\uDE00 \ud800 Ä");
        Random random = new Random(seed);
        for (int commit = 0; commit < commits; commit++) {
            MailboxId mailbox = random.nextInt(3) == 0 ? new MailboxId("Ben \u1F600") : ANNA;
            try (MailboxWriter writer = vault.write(CONTOSO, mailbox, at(commit))) {
                for (int i = 0; i < 6; i++) {
                    change(writer, random, commit);
                }
                writer.syncState("mail", "after\0" + commit);
                writer.commit();
            }
        }
        Upkeep upkeep = vault.upkeep(CONTOSO);
        upkeep.setRetention(new RetentionPolicy(RetentionPolicy.MESSAGE, 0, 2), "test\0er");
        upkeep.hold("held", "a \0 reason", "tester", new HoldScope.OfItem(ANNA, new ItemId("item1")));
        upkeep.forget(false, UpkeepProgress.NONE);
        upkeep.compact(0.3, UpkeepProgress.NONE);
    }

    private static void change(MailboxWriter writer, Random random, int commit) {
        FolderId folder = random.nextBoolean() ? INBOX : ARCHIVE;
        String item = "item" + random.nextInt(12);
        switch (random.nextInt(7)) {
            case 0 -> writer.putFolder(folder(folder, "Folder \0" + random.nextInt(3)));
            case 1 -> writer.remove(new ItemId(item));
            case 2 -> writer.putMissing(state(item, folder), "because \0 of it");
            case 3 -> writer.update(state(item, folder, random.nextBoolean()));
            case 4 ->
                writer.put(state(item, folder), withAttachment("file " + commit, random(random.nextInt(9), 3_000), 76));
            default ->
                writer.put(state(item, folder), message("=?utf-8?q?zero=00_" + random.nextInt(20) + "_=F0=9F=98=80?="));
        }
    }

    @Test
    void theSamePacksGiveTheSameRowsOnEachEngineAndThoseThatWereKept() throws Exception {
        Path directory = temp.resolve("vault");
        Map<String, List<String>> kept;
        try (PackVault vault = open(onServer(directory))) {
            fill(vault, 20261122, 40);
            kept = dump(vault, MEANING);
            assertThat(kept.values()).noneMatch(List::isEmpty);
            assertThat(String.valueOf(kept.get("messages")))
                    .contains("zero\uFFFD")
                    .doesNotContain("\0");
        }
        assertThat(PackVault.rebuildCatalog(onServer(directory), new LocalDisk()))
                .isEmpty();
        Map<String, List<String>> onServer;
        try (PackVault vault = open(onServer(directory))) {
            requireSame(kept, dump(vault, MEANING));
            onServer = dump(vault, everything());
        }
        assertThat(PackVault.rebuildCatalog(here(directory), new LocalDisk())).isEmpty();
        try (PackVault vault = open(here(directory))) {
            requireSame(kept, dump(vault, MEANING));
            requireSame(onServer, dump(vault, everything()));
        }
    }

    @Test
    void theTablesAreTheSameOnEachEngine() {
        try (PackVault server = open(onServer(temp.resolve("a")));
                PackVault sqlite = open(here(temp.resolve("b")))) {
            assertThat(TableShapes.of(server.database())).isEqualTo(TableShapes.of(sqlite.database()));
            assertThat(TableShapes.of(server.database())).containsKeys(TABLES.toArray(String[]::new));
            assertThat(TableShapes.orderedByLanguage(server.database())).isEmpty();
        }
    }

    @Test
    void aCatalogMovesToAServerAndBackAndNobodyOpensTheWrongOne() {
        Path directory = temp.resolve("vault");
        Map<String, List<String>> before;
        try (PackVault vault = open(here(directory))) {
            fill(vault, 7, 10);
            before = dump(vault, MEANING);
        }
        try (PackVault vault = open(onServer(directory))) {
            requireSame(before, dump(vault, MEANING));
        }
        assertThatExceptionOfType(VaultException.class)
                .isThrownBy(() -> open(here(directory)))
                .withMessageContaining("is on PostgreSQL, at localhost:")
                .withMessageContaining("--catalog")
                .matches(e -> e.kind() == VaultException.Kind.PERMANENT);
        try (PackVault other = open(here(temp.resolve("other")))) {
            other.addTenant(FABRIKAM);
        }
        assertThatExceptionOfType(VaultException.class)
                .isThrownBy(() ->
                        open(here(temp.resolve("other")).withCatalog(Optional.of(TestPostgres.schemaOf(directory)))))
                .withMessageContaining("belongs to vault");
        try (PackVault _ = VaultOpening.ofPacks(onServer(directory), scratch()).open()) {
            // From packs alone: asks for no server.
        }
        assertThat(PackVault.rebuildCatalog(here(directory), new LocalDisk())).isEmpty();
        try (PackVault vault = open(here(directory))) {
            requireSame(before, dump(vault, MEANING));
        }
    }

    private Path scratch() {
        try {
            return Files.createDirectories(temp.resolve("scratch"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// Kills the server while mail comes in, again and again.
    @Test
    void whatWasAcknowledgedIsThereWhateverBecomesOfTheServer() throws Exception {
        Path directory = temp.resolve("vault");
        Map<String, byte[]> acknowledged = new LinkedHashMap<>();
        AtomicBoolean done = new AtomicBoolean();
        int failures = 0;
        try (PackVault vault = open(onServer(directory))) {
            vault.addTenant(CONTOSO);
            List<Throwable> faults = new ArrayList<>();
            Thread killer = Thread.ofPlatform().start(() -> {
                try {
                    for (int i = 0; i < 6; i++) {
                        Thread.sleep(150);
                        if (i % 3 == 2) {
                            TestPostgres.crash();
                        } else {
                            endSessions();
                        }
                    }
                } catch (Exception e) {
                    faults.add(e);
                } finally {
                    done.set(true);
                }
            });
            for (int i = 0; !done.get() || i < 20; i++) {
                byte[] mime = message("message " + i);
                try (MailboxWriter writer = vault.write(CONTOSO, ANNA, at(i))) {
                    writer.put(state("m" + i, INBOX), mime);
                    writer.commit();
                    acknowledged.put("m" + i, mime);
                } catch (VaultException e) {
                    assertThat(e.kind()).as(e.getMessage()).isEqualTo(VaultException.Kind.RETRYABLE);
                    failures++;
                }
            }
            killer.join();
            assertThat(faults).isEmpty();
            PackVaultTest.put(vault, CONTOSO, "last", message("last"));
            acknowledged.put("last", message("last"));
            assertThat(failures).isPositive();
            requireAll(vault, acknowledged);
        }
        try (PackVault vault = open(onServer(directory))) {
            requireAll(vault, acknowledged);
        }
    }

    private static void endSessions() throws Exception {
        try (Connection connection = TestPostgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE application_name = 'postern' AND datname = current_database()");
        }
    }

    private static void requireAll(PackVault vault, Map<String, byte[]> acknowledged) {
        acknowledged.forEach((item, mime) -> {
            List<MessageVersion> history = vault.history(CONTOSO, ANNA, new ItemId(item));
            assertThat(history).as(item).hasSize(1);
            assertThat(vault.content(CONTOSO, history.getFirst().content().orElseThrow()))
                    .isEqualTo(mime);
        });
    }

    /// As when a server fails over to a copy of it that lagged behind.
    @Test
    void aServerThatComesBackWithoutItsLastCommitsIsNoticedAndMendedFromThePacks() throws Exception {
        Path directory = temp.resolve("vault");
        String schema = TestPostgres.schemaOf(directory).schema();
        Map<String, byte[]> acknowledged = new LinkedHashMap<>();
        try (PackVault vault = open(onServer(directory))) {
            vault.addTenant(CONTOSO);
            put(vault, "before", acknowledged);
            copy(schema, "lagging");
            put(vault, "then lost", acknowledged);
            copy("lagging", schema);
            assertThatExceptionOfType(VaultException.class)
                    .isThrownBy(() -> put(vault, "after", new LinkedHashMap<>()))
                    .withMessageContaining("has lost changes")
                    .matches(e -> e.kind() == VaultException.Kind.PERMANENT);
        }
        try (PackVault vault = open(onServer(directory))) {
            requireAll(vault, acknowledged);
            put(vault, "again", acknowledged);
            requireAll(vault, acknowledged);
        }
    }

    private static void put(PackVault vault, String item, Map<String, byte[]> acknowledged) {
        byte[] mime = message(item);
        PackVaultTest.put(vault, CONTOSO, item, mime);
        acknowledged.put(item, mime);
    }

    private static void copy(String from, String to) throws Exception {
        try (Connection connection = TestPostgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA IF NOT EXISTS " + to);
            for (String table : TABLES.reversed()) {
                statement.execute("CREATE TABLE IF NOT EXISTS " + to + "." + table + " AS TABLE " + from + "." + table
                        + " WITH NO DATA");
                statement.execute("DELETE FROM " + to + "." + table);
            }
            for (String table : TABLES) {
                statement.execute("INSERT INTO " + to + "." + table + " SELECT * FROM " + from + "." + table);
            }
        }
    }

    @Test
    void anIdThatNoIndexTakesIsRefusedBeforeItIsDurable() {
        StringBuilder id = new StringBuilder();
        new Random(3).ints(1_000, 0x4E00, 0x9FFF).forEach(id::appendCodePoint);
        try (PackVault vault = open(onServer(temp.resolve("vault")))) {
            vault.addTenant(CONTOSO);
            assertThatExceptionOfType(VaultException.class)
                    .isThrownBy(() -> PackVaultTest.put(vault, CONTOSO, id.toString(), message("long")))
                    .matches(e -> e.kind() == VaultException.Kind.PERMANENT);
            String longest = id.substring(0, 860);
            assertThat(longest.getBytes(StandardCharsets.UTF_8)).hasSizeGreaterThan(2_500);
            PackVaultTest.put(vault, CONTOSO, longest, message("long"));
            assertThat(vault.history(CONTOSO, ANNA, new ItemId(longest))).hasSize(1);
        }
    }

    @Test
    void noSecretIsLeftInTheDirectory() throws Exception {
        Path directory = temp.resolve("vault");
        open(onServer(directory)).close();
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString())).contains("catalog.server");
        }
        assertThat(Files.readString(directory.resolve("catalog.server")))
                .startsWith("localhost:")
                .doesNotContain("postgres");
    }
}
