package org.postern.console.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.connections.Actor;
import org.postern.connections.Connections;
import org.postern.connections.ConnectionsConfig;
import org.postern.console.access.AdministratorToken;
import org.postern.console.access.Administrators;
import org.postern.console.approval.Policies;
import org.postern.console.approval.Proposal;
import org.postern.console.approval.Proposals;
import org.postern.console.approval.TwoPersonPolicy;
import org.postern.console.approval.TwoPersonPolicy.Level;
import org.postern.console.problem.ProblemException;
import org.postern.console.tenant.TenantDirectory;
import org.postern.mail.TenantId;
import org.postern.recover.Recovery;
import org.postern.recover.SyncLimits;
import org.postern.vault.RetentionPolicy;
import org.postern.vault.TestPostgres;
import org.postern.vault.Vault;
import org.postern.vault.VaultConfig;
import tools.jackson.databind.json.JsonMapper;

/// What waits: for how long, over which crashes, and for how many decisions.
class DecisionsTest {
    private static final TenantId TENANT = new TenantId("harbour");
    private static final RetentionPolicy LESS = new RetentionPolicy(RetentionPolicy.MESSAGE, 30, 0);
    private static final RetentionPolicy LEAST = new RetentionPolicy(RetentionPolicy.MESSAGE, 1, 0);

    @TempDir
    Path directory;

    private final SecureRandom random = new SecureRandom();
    private final TestClock clock = new TestClock();
    private Vault vault;
    private Connections connections;
    private Recovery recovery;
    private Jobs jobs;
    private Approvals approvals;
    private RetentionDesk desk;
    private Decisions decisions;

    private static final class TestClock extends Clock {
        private volatile Instant now = Instant.parse("2026-11-22T12:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @BeforeEach
    void open() throws Exception {
        vault = Vault.open(
                VaultConfig.of(directory.resolve("vault"), "correct horse battery".toCharArray(), clock, random)
                        .withCatalog(TestPostgres.whereAsked(directory)));
        vault.database().migrate("console", "org/postern/console/migrations");
        connections = Connections.open(ConnectionsConfig.of(
                directory.resolve("connections"), "correct horse battery"::toCharArray, clock, random));
        connections.beginLedger(TENANT);
        vault.addTenant(TENANT);
        recovery = Recovery.open(vault, connections, clock, SyncLimits.DEFAULT);
        new Policies(directory.resolve("two-persons.json")).set(TENANT, new TwoPersonPolicy(Level.BULK, 100));
        start();
    }

    /// As the server starts: whatever was in memory is gone.
    private void start() throws IOException {
        jobs = new Jobs(vault.database(), new JsonMapper(), clock, random);
        Policies policies = new Policies(directory.resolve("two-persons.json"));
        approvals = new Approvals(policies, new Proposals(directory.resolve("approvals")), jobs, connections, clock);
        Administrators people = new Administrators(
                directory.resolve("administrators.json"),
                new AdministratorToken(AdministratorToken.generate(random)),
                clock,
                random);
        for (String name : List.of("anna", "ben")) {
            if (people.find(name).isEmpty()) {
                people.add(name, new AdministratorToken(AdministratorToken.generate(random)).fingerprint(), "test");
            }
        }
        desk = new RetentionDesk(vault, connections, jobs, approvals);
        decisions = new Decisions(
                approvals,
                people,
                connections,
                jobs,
                new Decisions.Desks(
                        new Recoveries(
                                jobs,
                                vault,
                                connections,
                                new RecoveryWork(recovery, vault, connections, clock),
                                new ExportShelf(directory.resolve("exports"), clock),
                                approvals,
                                clock),
                        desk,
                        new KeyDesk(
                                connections, new TenantDirectory(vault, connections, clock), jobs, approvals, clock),
                        new AccessDesk(people, policies, approvals, connections, () -> List.of(TENANT))),
                () -> List.of(TENANT),
                clock);
    }

    @AfterEach
    void close() {
        jobs.close();
        recovery.close();
        connections.close();
        vault.close();
    }

    private String ordered(RetentionPolicy policy) {
        return Actor.as("anna", () -> desk.setPolicy(TENANT, policy))
                .orElseThrow()
                .id();
    }

    private String digest(String job) {
        return approvals.waiting(job).map(Proposal::digest).orElse("gone");
    }

    private JobState state(String job) {
        return jobs.find(job).orElseThrow().state();
    }

    private int days() {
        return desk.policy(TENANT, RetentionPolicy.MESSAGE).days();
    }

    @Test
    void whatNobodyDecidesOnExpiresAndDoesNothing() throws Exception {
        String job = ordered(LESS);
        String digest = digest(job);
        clock.now = clock.now.plus(Approvals.LIFE).minusSeconds(1);
        start();
        assertThat(state(job)).isEqualTo(JobState.AWAITING_APPROVAL);
        clock.now = clock.now.plusSeconds(2);
        assertThatThrownBy(() -> decisions.approve(job, digest, "ben"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("it is expired");
        assertThat(state(job)).isEqualTo(JobState.EXPIRED);
        assertThat(days()).isZero();
        assertThat(directory.resolve("approvals")).isEmptyDirectory();
    }

    @Test
    void whatAStopCutInTwoWaitsNoMoreAndDoesNothing() throws Exception {
        String lost = ordered(LESS);
        String kept = ordered(LEAST);
        Files.delete(directory.resolve("approvals").resolve(lost + ".json"));
        Path unlisted = directory.resolve("approvals/00112233445566778899.json");
        Files.writeString(
                unlisted,
                Files.readString(directory.resolve("approvals").resolve(kept + ".json"))
                        .replace(kept, "00112233445566778899"));
        start();
        assertThat(state(lost)).isEqualTo(JobState.INTERRUPTED);
        assertThat(approvals.waiting())
                .singleElement()
                .satisfies(one -> assertThat(one.job()).isEqualTo(kept));
        assertThat(unlisted).doesNotExist();
        assertThatThrownBy(() -> decisions.approve(lost, "x", "ben")).hasMessageContaining("it is interrupted");
        decisions.approve(kept, digest(kept), "ben");
        await().atMost(Duration.ofSeconds(60)).until(() -> state(kept).isFinal());
        assertThat(state(kept)).isEqualTo(JobState.SUCCEEDED);
        assertThat(days()).isEqualTo(1);
    }

    @Test
    void ofManyApprovalsAtOnceOneCounts() throws Exception {
        String job = ordered(LESS);
        String digest = digest(job);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> all = IntStream.range(0, 16)
                    .mapToObj(_ -> threads.submit(() -> {
                        try {
                            decisions.approve(job, digest, "ben");
                            return true;
                        } catch (ProblemException late) {
                            return false;
                        }
                    }))
                    .toList();
            int counted = 0;
            for (Future<Boolean> one : all) {
                counted += one.get() ? 1 : 0;
            }
            assertThat(counted).isEqualTo(1);
        }
        assertThat(connections.ledger(TENANT).read(0, 1_000).stream()
                        .filter(entry -> entry.kind().equals("job.approved")))
                .hasSize(1);
    }

    @Test
    void anOrderOfNobodyIsAFaultAndOneOfAStrangerIsDecidedByNobody() {
        assertThatThrownBy(() -> desk.setPolicy(TENANT, LESS)).isInstanceOf(IllegalStateException.class);
        String job = ordered(LESS);
        assertThatThrownBy(() -> decisions.approve(job, digest(job), "mallory"))
                .hasMessageContaining("no administrator \"mallory\"");
        assertThatThrownBy(() -> decisions.approve(job, digest(job), "anna")).hasMessageContaining("yourself");
        assertThatThrownBy(() -> decisions.approve("no-such", "x", "ben")).isInstanceOf(ProblemException.class);
        assertThat(days()).isZero();
    }
}
