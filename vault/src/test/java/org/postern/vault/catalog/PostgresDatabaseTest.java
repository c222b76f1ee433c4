package org.postern.vault.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.postern.vault.CatalogServer;
import org.postern.vault.TestPostgres;
import org.postern.vault.VaultException;
import org.postern.vault.VaultException.Kind;

/// The sessions with a server: whose the catalog is, what their loss means, and what is told of it.
class PostgresDatabaseTest {
    private static final byte[] VAULT = "this vault's id.".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final Path NONE = Path.of("no-earlier-catalog.db");
    private static final Duration SHORT = Duration.ofMillis(100);
    private final CatalogServer server =
            TestPostgres.schema("t_" + UUID.randomUUID().toString().replace('-', '_'));

    private PostgresDatabase open() {
        return PostgresDatabase.open(server, VAULT, NONE, SHORT);
    }

    /// Ends all sessions that have to do with this test's schema, as an administrator or a crash would.
    private static void endSessions() throws Exception {
        try (Connection connection = TestPostgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                    + " WHERE application_name = 'postern' AND datname = current_database()");
        }
    }

    private static Kind kindOf(Supplier<?> work) {
        return assertThatExceptionOfType(VaultException.class)
                .isThrownBy(work::get)
                .actual()
                .kind();
    }

    private static void makeTable(PostgresDatabase database) {
        database.write(sql -> sql.execute("CREATE TABLE tenant (id bigint PRIMARY KEY, name text COLLATE \"C\" UNIQUE,"
                + " applied_sequence bigint NOT NULL, applied_change bytea)"));
    }

    private static int put(PostgresDatabase database, String name) {
        return database.write(sql ->
                sql.execute("INSERT INTO tenant SELECT coalesce(max(id), 0) + 1, ?, 0, ''::bytea FROM tenant", name));
    }

    private static List<String> names(PostgresDatabase database) {
        return database.read(sql -> sql.fetchValues(
                DSL.select(Tables.TENANT_NAME).from(Tables.TENANT).orderBy(Tables.TENANT_NAME)));
    }

    @Test
    void aCommitIsWaitedForWhateverTheServersDefault() throws Exception {
        try (Connection connection = TestPostgres.connect();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery("SHOW synchronous_commit")) {
            row.next();
            assertThat(row.getString(1)).as("the server's own").isEqualTo("off");
        }
        try (PostgresDatabase database = open()) {
            assertThat(database.<String>write(sql -> String.valueOf(sql.fetchValue("SHOW synchronous_commit"))))
                    .isEqualTo("on");
        }
    }

    @Test
    void anotherProcessIsRefusedUntilTheFirstEnds() {
        try (PostgresDatabase _ = open()) {
            assertThatExceptionOfType(VaultException.class)
                    .isThrownBy(this::open)
                    .withMessageContaining("in use by another Postern")
                    .matches(e -> e.kind() == Kind.PERMANENT);
        }
        open().close();
    }

    @Test
    void theCatalogOfAnotherVaultIsRefused() {
        open().close();
        byte[] other = VAULT.clone();
        other[0]++;
        assertThatExceptionOfType(VaultException.class)
                .isThrownBy(() -> PostgresDatabase.open(server, other, NONE, SHORT))
                .withMessageContaining("belongs to vault 74686973")
                .matches(e -> e.kind() == Kind.PERMANENT);
    }

    @Test
    void aLostSessionIsToldAndReplacedAndWhatWasAnsweredIsThere() throws Exception {
        try (PostgresDatabase database = open()) {
            makeTable(database);
            put(database, "kept");
            assertThat(names(database)).containsExactly("kept");
            assertThat(kindOf(() -> database.write(sql -> {
                        sql.execute("INSERT INTO tenant VALUES (99, 'lost', 0, ''::bytea)");
                        return sql.fetch("SELECT pg_terminate_backend(pg_backend_pid())");
                    })))
                    .isEqualTo(Kind.RETRYABLE);
            assertThat(put(database, "later")).isEqualTo(1);
            endSessions();
            Thread.sleep(1_100); // A pause: then the session is looked at first, and nobody learns of it.
            assertThat(put(database, "much later")).isEqualTo(1);
            assertThat(names(database)).containsExactly("kept", "later", "much later");
        }
    }

    @Test
    void whoeverLostTheCatalogToAnotherProcessWritesNoMore() throws Exception {
        try (PostgresDatabase database = open()) {
            makeTable(database);
            endSessions();
            open().close();
            assertThat(kindOf(() -> put(database, "too late"))).isIn(Kind.RETRYABLE, Kind.PERMANENT);
            assertThatExceptionOfType(VaultException.class)
                    .isThrownBy(() -> put(database, "too late"))
                    .withMessageContaining("Another Postern used the catalog")
                    .matches(e -> e.kind() == Kind.PERMANENT);
            assertThat(names(database)).isEmpty();
        }
    }

    @Test
    void aReaderCannotWrite() {
        try (PostgresDatabase database = open()) {
            assertThatExceptionOfType(VaultException.class)
                    .isThrownBy(() -> database.read(sql -> sql.execute("CREATE TABLE t (a int)")))
                    .withMessageContaining("read-only");
        }
    }

    @Test
    void noErrorTellsAPasswordOrWhatIsStored() {
        CatalogServer wrong = new CatalogServer(server.url(), "nobody-" + UUID.randomUUID(), "hunter2hunter2");
        VaultException refused = assertThatExceptionOfType(VaultException.class)
                .isThrownBy(() -> PostgresDatabase.open(wrong, VAULT, NONE, SHORT))
                .actual();
        assertThat(refused.kind()).isEqualTo(Kind.PERMANENT);
        for (Throwable e = refused; e != null; e = e.getCause()) {
            assertThat(e.toString()).doesNotContain("hunter2");
        }
        assertThat(wrong.toString()).doesNotContain("hunter2");
        try (PostgresDatabase database = open()) {
            makeTable(database);
            put(database, "confidential");
            VaultException twice = assertThatExceptionOfType(VaultException.class)
                    .isThrownBy(() -> put(database, "confidential"))
                    .actual();
            assertThat(twice).hasMessageContaining("23505").hasMessageNotContaining("confidential");
            VaultException batch = assertThatExceptionOfType(VaultException.class)
                    .isThrownBy(() -> database.write(sql -> {
                        Prepared.each(
                                sql,
                                sql.insertInto(Tables.TENANT, Tables.TENANT_ROW, Tables.TENANT_NAME)
                                        .values((Long) null, null),
                                List.of(new Object[] {7L, "confidential too"}, new Object[] {8L, "confidential"}));
                        return true;
                    }))
                    .actual();
            for (Throwable e = batch; e != null; e = e.getCause()) {
                assertThat(e.toString()).doesNotContain("confidential");
            }
        }
    }

    @Test
    void aServerThatIsAwayIsARetryableFault() {
        CatalogServer nowhere = new CatalogServer("jdbc:postgresql://127.0.0.1:1/none", "postern", "hunter2hunter2");
        assertThatExceptionOfType(VaultException.class)
                .isThrownBy(() -> PostgresDatabase.open(nowhere, VAULT, NONE))
                .withMessageContaining("127.0.0.1:1/none")
                .matches(e -> e.kind() == Kind.RETRYABLE);
    }

    @Test
    void textWithZeroOrHalfACharacterIsKeptAndAskedForAlike() {
        try (PostgresDatabase database = open()) {
            makeTable(database);
            put(database, "a\0b\ud800");
            assertThat(names(database)).containsExactly("a\uFFFDb?");
            List<String> found = database.read(sql -> sql.fetchValues(
                    DSL.select(Tables.TENANT_NAME).from(Tables.TENANT).where(Tables.TENANT_NAME.eq("a\0b\ud800"))));
            assertThat(found).hasSize(1);
        }
    }

    @Test
    void namesAreInTheOrderOfTheirBytesNotOfALanguage() {
        try (PostgresDatabase database = open()) {
            database.migrate("vault", "org/postern/vault/catalog");
            List.of("b", "B", "a", "ä", "Z", "\u1F600x", "\uD83D\uDE00", "\uFF01")
                    .forEach(name -> put(database, name));
            assertThat(names(database)).containsExactly("B", "Z", "a", "b", "ä", "\u1F600x", "\uFF01", "\uD83D\uDE00");
        }
    }

    @Test
    void aTextLongerThanAnIndexTakesIsAPermanentFault() {
        StringBuilder name = new StringBuilder();
        new java.util.Random(3).ints(3_000, 0x4E00, 0x9FFF).forEach(name::appendCodePoint);
        try (PostgresDatabase database = open()) {
            database.migrate("vault", "org/postern/vault/catalog");
            assertThat(kindOf(() -> put(database, name.toString()))).isEqualTo(Kind.PERMANENT);
            assertThat(put(database, name.substring(0, database.keyBytesMax() / 3)))
                    .isEqualTo(1);
        }
    }

    @Test
    void whereTheServerIsDecidesWhetherItMustProveWhoItIs() {
        assertThat(new CatalogServer("jdbc:postgresql://localhost/db", "u", null).isLocal())
                .isTrue();
        assertThat(new CatalogServer("jdbc:postgresql://[::1]:5433/db", "u", null).isLocal())
                .isTrue();
        assertThat(new CatalogServer("jdbc:postgresql://127.0.0.1,db.example/db", "u", null).isLocal())
                .isFalse();
        assertThat(PostgresSessions.sslMode(new CatalogServer("jdbc:postgresql://db.example/db", "u", null)))
                .isEqualTo("verify-full");
        assertThat(PostgresSessions.sslMode(
                        new CatalogServer("jdbc:postgresql://db.example/db?sslmode=require", "u", null)))
                .isEqualTo("require");
    }

    @Test
    void aUrlWithAPasswordIsRefusedWithoutRepeatingIt() {
        for (String url : List.of(
                "jdbc:postgresql://u:hunter2@h/db",
                "jdbc:postgresql://h/db?password=hunter2",
                "jdbc:postgresql://h/db?sslmode=require&sslpassword=hunter2",
                "jdbc:postgresql://h/db?currentSchema=a,b",
                "jdbc:postgresql://h/db?currentSchema=a\"hunter2",
                "jdbc:mysql://h/hunter2",
                "jdbc:postgresql://h/")) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .as(url)
                    .isThrownBy(() -> CatalogServer.read(url, null, Map.of()))
                    .withMessageNotContaining("hunter2");
        }
    }
}
