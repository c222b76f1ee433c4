package org.postern.console.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.connections.ConnectionException;
import org.postern.console.job.JobWork.Ending;
import org.postern.console.problem.ProblemException;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;
import org.postern.vault.TestPostgres;
import org.postern.vault.Vault;
import org.postern.vault.VaultConfig;
import tools.jackson.databind.json.JsonMapper;

class JobsTest {
    private static final TenantId TENANT = new TenantId("harbour");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final JobScope ALL = new JobScope.All();

    @TempDir
    Path directory;

    private final SecureRandom random = new SecureRandom();
    private Vault vault;
    private Jobs jobs;

    @BeforeEach
    void open() {
        vault = Vault.open(VaultConfig.of(directory, "correct horse battery".toCharArray(), Clock.systemUTC(), random)
                .withCatalog(TestPostgres.whereAsked(directory)));
        vault.database().migrate("console", "org/postern/console/migrations");
        jobs = jobs();
    }

    @AfterEach
    void close() {
        jobs.close();
        vault.close();
    }

    private Jobs jobs() {
        return new Jobs(vault.database(), new JsonMapper(), Clock.systemUTC(), random);
    }

    private Job submit(JobScope scope, JobWork work) {
        return jobs.submit(jobs.newId(), TENANT, JobKind.SYNC, "all mailboxes", scope, work);
    }

    private Job ended(Job job) {
        return await().atMost(PATIENCE)
                .until(
                        () -> jobs.find(job.id()).orElseThrow(),
                        found -> found.state().isFinal());
    }

    @Test
    void aJobTellsItsProgressAndKeepsItsResult() {
        Job job = ended(submit(ALL, handle -> {
            handle.progress(new JobWork.Step("syncing", 3, 4, 30, 3_000, "anna"));
            return new Ending.Succeeded(Map.of("messages", 40));
        }));
        assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(job.progress().percent()).isEqualTo(75);
        assertThat(job.outcome().orElseThrow().path("messages").asInt()).isEqualTo(40);
        assertThat(jobs().find(job.id())).contains(job);
        assertThat(jobs.list(new TenantId("other"), null, 10)).isEmpty();
        assertThat(jobs.list(TENANT, null, 10)).containsExactly(job);
    }

    @Test
    void aFailureIsToldWithAdviceAndAFaultOfOursWithoutItsInnerWords() {
        Job service = ended(submit(ALL, _ -> {
            throw new ConnectionException(ConnectionException.Kind.RETRYABLE, "The service is down.");
        }));
        assertThat(service.state()).isEqualTo(JobState.FAILED);
        assertThat(service.fault().orElseThrow().detail()).isEqualTo("The service is down.");
        Job ours = ended(submit(ALL, _ -> {
            throw new IllegalStateException("secret inner words");
        }));
        assertThat(ours.fault().orElseThrow().toString()).doesNotContain("secret");
    }

    @Test
    void twoOfAKindNeverWorkOnTheSameMailbox() {
        CountDownLatch hold = new CountDownLatch(1);
        JobScope anna = new JobScope.Mailboxes(Set.of(new MailboxId("anna")));
        JobScope ben = new JobScope.Mailboxes(Set.of(new MailboxId("ben")));
        Job first = submit(anna, _ -> {
            hold.await();
            return new Ending.Succeeded(Map.of());
        });
        assertThatThrownBy(() -> submit(ALL, _ -> new Ending.Succeeded(Map.of())))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("under way already");
        assertThatThrownBy(() -> submit(anna, _ -> new Ending.Succeeded(Map.of())))
                .isInstanceOf(ProblemException.class);
        assertThat(ended(submit(ben, _ -> new Ending.Succeeded(Map.of()))).state())
                .isEqualTo(JobState.SUCCEEDED);
        hold.countDown();
        assertThat(ended(first).state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void cancelStopsRunningAndQueuedJobs() {
        AtomicInteger begun = new AtomicInteger();
        JobWork endless = handle -> {
            begun.incrementAndGet();
            Thread.sleep(Duration.ofMinutes(5));
            return new Ending.Cancelled(Map.of("messages", 1));
        };
        Job[] all = new Job[5];
        for (int i = 0; i < all.length; i++) {
            all[i] = submit(new JobScope.None(), endless);
        }
        await().atMost(PATIENCE).until(() -> begun.get() == 4);
        jobs.cancel(all[4].id());
        assertThat(ended(all[4]).state()).isEqualTo(JobState.CANCELLED);
        jobs.cancel(all[0].id());
        assertThat(ended(all[0]).state()).isEqualTo(JobState.CANCELLED);
        assertThat(begun.get()).isEqualTo(4);
    }

    @Test
    void aStopOfTheServerInterruptsAndTheNextStartShowsIt() {
        CountDownLatch begun = new CountDownLatch(1);
        Job job = submit(ALL, handle -> {
            begun.countDown();
            Thread.sleep(Duration.ofMinutes(5));
            return new Ending.Succeeded(Map.of());
        });
        await().atMost(PATIENCE).until(() -> begun.getCount() == 0);
        jobs.close();
        jobs = jobs();
        assertThat(jobs.find(job.id()).orElseThrow().state()).isEqualTo(JobState.INTERRUPTED);
        assertThat(jobs.find("no such job")).isEmpty();
    }
}
