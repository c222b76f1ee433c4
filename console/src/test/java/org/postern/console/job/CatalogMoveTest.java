package org.postern.console.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.mail.TenantId;
import org.postern.vault.CatalogServer;
import org.postern.vault.TableShapes;
import org.postern.vault.TestPostgres;
import org.postern.vault.Vault;
import org.postern.vault.VaultConfig;
import tools.jackson.databind.json.JsonMapper;

/// What the console keeps beside the catalog, when that moves from SQLite to PostgreSQL.
class CatalogMoveTest {
    private static final TenantId TENANT = new TenantId("harbour");

    @TempDir
    Path directory;

    private final SecureRandom random = new SecureRandom();

    private Vault open(Optional<CatalogServer> server) {
        Vault vault =
                Vault.open(VaultConfig.of(directory, "correct horse battery".toCharArray(), Clock.systemUTC(), random)
                        .withCatalog(server));
        vault.database().migrate("console", "org/postern/console/migrations");
        return vault;
    }

    private Job run(Vault vault) {
        try (Jobs jobs = new Jobs(vault.database(), new JsonMapper(), Clock.systemUTC(), random)) {
            Job job = jobs.submit(
                    jobs.newId(),
                    TENANT,
                    JobKind.SYNC,
                    "all \0 mailboxes",
                    new JobScope.None(),
                    _ -> new JobWork.Ending.Succeeded(Map.of("messages", 40)));
            return await().atMost(Duration.ofSeconds(60))
                    .until(
                            () -> jobs.find(job.id()).orElseThrow(),
                            found -> found.state().isFinal());
        }
    }

    private List<Job> jobs(Vault vault) {
        return new JobTable(vault.database(), new JsonMapper()).list(null, null, 10);
    }

    @Test
    void comesAlongOnceAndTheNumbersOfJobsGoOn() {
        Job first;
        Job second;
        try (Vault vault = open(Optional.empty())) {
            vault.database().write(sql -> sql.execute("INSERT INTO console_tenant VALUES ('harbour', 'Ä', 'then')"));
            first = run(vault);
            second = run(vault);
        }
        Optional<CatalogServer> server = Optional.of(TestPostgres.schemaOf(directory));
        try (Vault vault = open(server)) {
            assertThat(TableShapes.rows(vault.database(), "SELECT * FROM console_tenant"))
                    .containsExactly("harbour | Ä | then");
            assertThat(jobs(vault)).extracting(Job::id).containsExactly(second.id(), first.id());
            assertThat(jobs(vault).getLast().outcome()).isEqualTo(first.outcome());
            Job third = run(vault);
            assertThat(jobs(vault)).extracting(Job::id).containsExactly(third.id(), second.id(), first.id());
            vault.database().write(sql -> sql.execute("DELETE FROM console_tenant"));
        }
        try (Vault vault = open(server)) {
            assertThat(TableShapes.rows(vault.database(), "SELECT * FROM console_tenant"))
                    .isEmpty();
            assertThat(jobs(vault)).hasSize(3);
        }
    }

    @Test
    void theTablesAreTheSameOnEachEngine() {
        Map<String, ?> onSqlite;
        try (Vault vault = open(Optional.empty())) {
            onSqlite = TableShapes.of(vault.database());
        }
        try (Vault vault = open(Optional.of(TestPostgres.schemaOf(directory)))) {
            assertThat(TableShapes.of(vault.database())).isEqualTo(onSqlite).containsKey("console_job");
            assertThat(TableShapes.orderedByLanguage(vault.database())).isEmpty();
        }
    }
}
