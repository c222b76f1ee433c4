package org.postern.console.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.connections.Connections;
import org.postern.connections.ConnectionsConfig;
import org.postern.connections.Ledger;
import org.postern.console.approval.Policies;
import org.postern.console.approval.Proposals;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.MessageState;
import org.postern.mail.TenantId;
import org.postern.vault.MailboxWriter;
import org.postern.vault.RetentionPolicy;
import org.postern.vault.Vault;
import org.postern.vault.VaultConfig;
import tools.jackson.databind.json.JsonMapper;

class RetentionScheduleTest {
    private static final TenantId TENANT = new TenantId("harbour");
    private static final MailboxId ANNA = new MailboxId("anna");
    private static final int HOUR = 3;
    private static final Instant NOON = Instant.parse("2026-03-05T12:00:00Z");

    @TempDir
    Path directory;

    private final TestClock clock = new TestClock();
    private Vault vault;
    private Connections connections;
    private Jobs jobs;
    private RetentionDesk desk;

    private static final class TestClock extends Clock {
        private volatile Instant now = NOON;

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
    void open() {
        SecureRandom random = new SecureRandom();
        vault = Vault.open(
                VaultConfig.of(directory.resolve("vault"), "correct horse battery".toCharArray(), clock, random));
        vault.database().migrate("console", "org/postern/console/migrations");
        connections = Connections.open(ConnectionsConfig.of(
                directory.resolve("connections"), "correct horse battery"::toCharArray, clock, random));
        connections.beginLedger(TENANT);
        vault.addTenant(TENANT);
        jobs = new Jobs(vault.database(), new JsonMapper(), clock, random);
        desk = new RetentionDesk(
                vault,
                connections,
                jobs,
                new Approvals(
                        new Policies(directory.resolve("two-persons.json")),
                        new Proposals(directory.resolve("approvals")),
                        jobs,
                        connections,
                        clock));
    }

    @AfterEach
    void close() {
        jobs.close();
        connections.close();
        vault.close();
    }

    private RetentionSchedule schedule() {
        return new RetentionSchedule(desk, () -> List.of(TENANT), HOUR, clock);
    }

    private void tick(RetentionSchedule schedule, Instant now) {
        clock.now = now;
        schedule.tick(HOUR, now);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> runs().stream().allMatch(job -> job.state().isFinal()));
    }

    private List<Job> runs() {
        return jobs.list(TENANT, null, 100);
    }

    private void keep(int days) {
        desk.setPolicy(TENANT, new RetentionPolicy(RetentionPolicy.MESSAGE, days, 0));
    }

    /// A message that came and went.
    private void putAndRemove(String id) {
        for (boolean there : new boolean[] {true, false}) {
            try (MailboxWriter writer = vault.write(TENANT, ANNA, there ? clock.now : clock.now.plusSeconds(60))) {
                if (there) {
                    FolderId inbox = new FolderId("inbox");
                    writer.putFolder(new FolderState(inbox, null, "Inbox", "inbox", 1));
                    writer.put(
                            new MessageState(
                                    new ItemId(id),
                                    inbox,
                                    "1",
                                    clock.now,
                                    false,
                                    false,
                                    MessageState.FollowUp.NOT_FLAGGED,
                                    MessageState.Importance.NORMAL,
                                    List.of()),
                            ("Subject: " + id + "\r\n\r\nWords.\r\n")
                                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                } else {
                    writer.remove(new ItemId(id));
                }
                writer.commit();
            }
        }
    }

    @Test
    void withoutAPolicyNothingEverRuns() {
        RetentionSchedule schedule = schedule();
        putAndRemove("m1");
        for (int hours = 0; hours < 72; hours++) {
            tick(schedule, NOON.plus(Duration.ofHours(hours)));
        }
        assertThat(runs()).isEmpty();
        assertThat(schedule.next(TENANT)).isEmpty();
        assertThat(vault.history(TENANT, ANNA, new ItemId("m1"))).hasSize(1);
    }

    @Test
    void whatIsPastRetentionIsForgottenAtTheHourAndNotBefore() {
        RetentionSchedule schedule = schedule();
        putAndRemove("m1");
        tick(schedule, NOON.plus(Duration.ofDays(10)));
        keep(7);
        Instant next = schedule.next(TENANT).orElseThrow();
        assertThat(next.atOffset(ZoneOffset.UTC).getHour()).isEqualTo(HOUR);
        assertThat(next).isBetween(clock.now, clock.now.plus(Duration.ofDays(1)));
        tick(schedule, clock.now.plusSeconds(30));
        tick(schedule, next.minusSeconds(1));
        assertThat(runs()).isEmpty();
        tick(schedule, next);
        tick(schedule, next.plusSeconds(30));
        assertThat(runs()).singleElement().satisfies(job -> {
            assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
            assertThat(job.outcome().orElseThrow().path("versions").asInt()).isEqualTo(1);
        });
        assertThat(vault.history(TENANT, ANNA, new ItemId("m1"))).isEmpty();
        assertThat(schedule.next(TENANT)).contains(next.plus(Duration.ofDays(1)));
        assertThat(desk.lastRun(TENANT)).contains(runs().getFirst());
        assertThat(connections.ledger(TENANT).read(0, 100))
                .filteredOn(entry -> entry.kind().equals("retention.run"))
                .extracting(Ledger.Entry::actor)
                .containsExactly("schedule");
    }

    @Test
    void onlyARunThatForgotLooksForRoomToFree() {
        RetentionSchedule schedule = schedule();
        keep(7);
        putAndRemove("m1");
        tick(schedule, NOON);
        for (int day = 1; day <= 10; day++) {
            tick(schedule, schedule.next(TENANT).orElseThrow());
        }
        List<String> dropped = runs().reversed().stream()
                .map(job -> job.outcome().orElseThrow())
                .map(result -> result.path("versions").asInt() + "/"
                        + result.path("objectsDropped").asInt())
                .toList();
        assertThat(dropped).hasSize(10).filteredOn(one -> !one.equals("0/0")).containsExactly("1/1");
    }

    @Test
    void aTurnMissedWhileTheServerWasDownIsMadeUpForSoonAfterTheStart() {
        keep(7);
        RetentionSchedule before = schedule();
        tick(before, NOON);
        tick(before, before.next(TENANT).orElseThrow());
        assertThat(runs()).hasSize(1);
        Instant later = clock.now.plus(Duration.ofDays(3)).plus(Duration.ofHours(5));
        RetentionSchedule after = schedule();
        tick(after, later);
        assertThat(runs()).hasSize(1);
        assertThat(after.next(TENANT).orElseThrow()).isBefore(later.plus(Duration.ofHours(1)));
        tick(after, later.plus(Duration.ofMinutes(6)));
        assertThat(runs()).hasSize(2);
        assertThat(after.next(TENANT).orElseThrow()).isAfter(later.plus(Duration.ofHours(1)));
    }

    @Test
    void aTenantThatNeverRanIsNotMadeToRunByAStart() {
        keep(7);
        RetentionSchedule schedule = schedule();
        tick(schedule, NOON);
        tick(schedule, NOON.plus(Duration.ofHours(1)));
        assertThat(runs()).isEmpty();
    }

    @Test
    void withoutAnHourThereIsNoNextRun() {
        keep(7);
        try (RetentionSchedule never = new RetentionSchedule(desk, () -> List.of(TENANT), null, clock)) {
            never.start();
            assertThat(never.hour()).isEmpty();
            assertThat(never.next(TENANT)).isEmpty();
        }
        assertThatThrownBy(() -> new RetentionSchedule(desk, List::of, 24, clock))
                .hasMessageContaining("0 to 23");
    }
}
