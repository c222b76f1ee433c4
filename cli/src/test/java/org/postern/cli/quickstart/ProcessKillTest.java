package org.postern.cli.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.cli.client.Api;
import org.postern.cli.client.ApiPath;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import org.postern.cli.client.Job;

/// Kills the server's process (SIGKILL) at random moments of a sync and looks at what is left.
///
/// After each kill every version that the API had reported is there with the same bytes, no message is there twice, and
/// the sync goes on; in the end every message is byte-identical with the lab's. When a store's sync has ended, a new
/// store begins, until the kills are used up. Longer: `-Dkills=100 -Dseed=7`.
class ProcessKillTest {
    private static final int KILLS = Integer.getInteger("kills", 1);
    private static final long SEED = Long.getLong("seed", 20261122L);
    private static final String TENANT = "sample";

    private final Random random = new Random(SEED);
    private final Clock clock = Clock.systemUTC();
    private final Programs programs = new Programs.OnClassPath(System.getProperty("java.class.path"));

    /// What the API said was there at an instant.
    ///
    /// @param syncBegan what a round finds gone was there until the round began, no longer (ADR 003)
    private record Acknowledged(String mailbox, String id, String sha256, Instant at, Instant syncBegan) {}

    private final Map<String, Acknowledged> acknowledged = new HashMap<>();
    private int kills;

    @Test
    void whatWasAcknowledgedSurvivesEveryKill(@TempDir Path folder) throws Exception {
        System.out.println("ProcessKillTest: kills=" + KILLS + " seed=" + SEED);
        try (Stage labStage = new Stage(folder.resolve("lab"), programs);
                Lab lab = labStage.startLab(null, SEED)) {
            String labTenant = labStage.labTenant().path("id").asString("");
            for (int store = 0; kills < KILLS; store++) {
                acknowledged.clear();
                try (Stage stage = new Stage(folder.resolve("store-" + store), programs)) {
                    connect(stage, lab, labTenant, labStage.labCloud());
                    syncUnderKills(stage, lab, labTenant);
                    change(lab, labTenant);
                    syncUnderKills(stage, lab, labTenant);
                }
            }
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "after kill " + kills + " with -Dkills=" + KILLS + " -Dseed=" + SEED + ": " + e, e);
        }
    }

    private static void connect(Stage stage, Lab lab, String labTenant, Map<String, Object> cloud) throws Exception {
        try (Api api = stage.startServer(0, "--no-schedule")) {
            Connector connector = new Connector(api, lab, labTenant, cloud);
            connector.addTenant(TENANT, "Sample");
            connector.connect(TENANT, "sync");
        }
        stage.killServer(); // What was set up must survive too.
    }

    /// Syncs to the end, with kills on the way; then all must be as in the lab.
    private void syncUnderKills(Stage stage, Lab lab, String labTenant) throws Exception {
        boolean ended = false;
        while (!ended) {
            try (Api api = stage.startServer(0, "--no-schedule")) {
                checkAcknowledged(api, lab, labTenant);
                ended = syncUntil(api, kills < KILLS ? random.nextInt(900) : Long.MAX_VALUE, lab, labTenant);
                if (ended) {
                    compareAll(api, lab, labTenant);
                } else {
                    kills++;
                }
            }
            stage.killServer();
        }
    }

    /// Starts a sync and watches; true when it ended before it had fetched so many messages.
    private boolean syncUntil(Api api, long messages, Lab lab, String labTenant) throws InterruptedException {
        Instant began = clock.instant();
        Job job = Job.of(api.post(ApiPath.of("tenants", TENANT, "sync"), Map.of()));
        List<LabMailbox> mailboxes = lab.mailboxes(labTenant);
        while (true) {
            acknowledge(api, mailboxes.get(random.nextInt(mailboxes.size())), began);
            Job now = Job.of(api.get(ApiPath.of("jobs", job.id())));
            if (now.state().isFinal()) {
                assertThat(now.state()).as(() -> now.document().toString()).isEqualTo(Job.State.SUCCEEDED);
                return true;
            }
            if (now.messages() >= messages) {
                Thread.sleep(random.nextInt(60));
                return false;
            }
            Thread.sleep(250); // Digests read all bytes of a mailbox: without rest the sync would wait for them.
        }
    }

    private void acknowledge(Api api, LabMailbox mailbox, Instant syncBegan) {
        Instant asked = clock.instant();
        for (Digest digest : digests(api, mailbox.id(), null)) {
            if (digest.missing().isEmpty()) {
                acknowledged.put(
                        mailbox.id() + "/" + digest.id(),
                        new Acknowledged(mailbox.id(), digest.id(), digest.sha256(), asked, syncBegan));
            }
        }
    }

    private static List<Digest> digests(Api api, String mailbox, @Nullable Instant asAt) {
        List<Digest> digests = new ArrayList<>();
        try {
            api.lines(
                    ApiPath.of("tenants", TENANT, "mailboxes", mailbox, "digests")
                            .query("asAt", asAt),
                    line -> digests.add(new Digest(
                            line.path("id").asString(""),
                            line.path("size").asLong(-1),
                            line.path("sha256").asString(""),
                            line.path("missing").asString(""))));
        } catch (ClientException e) {
            if (e.exitCode() != ExitCode.NOT_FOUND) { // The mailbox is not known yet.
                throw e;
            }
        }
        return digests;
    }

    /// All that was reported is there, now or as it was when reported, with the same bytes; nothing is there twice.
    private void checkAcknowledged(Api api, Lab lab, String labTenant) {
        Set<String> there = new HashSet<>();
        for (LabMailbox mailbox : lab.mailboxes(labTenant)) {
            Set<String> ids = new HashSet<>();
            for (Digest digest : digests(api, mailbox.id(), null)) {
                assertThat(ids.add(digest.id()))
                        .as("message %s is there once", digest.id())
                        .isTrue();
                there.add(mailbox.id() + "/" + digest.id() + "/" + digest.sha256());
            }
        }
        Map<Instant, Map<String, Set<String>>> past = new HashMap<>();
        for (Acknowledged one : acknowledged.values()) {
            if (!there.contains(one.mailbox() + "/" + one.id() + "/" + one.sha256())) {
                assertThat(List.of(one.at(), one.syncBegan()))
                        .as("instants at which %s of mailbox %s is still there", one.id(), one.mailbox())
                        .anyMatch(at -> past.computeIfAbsent(at, _ -> new HashMap<>())
                                .computeIfAbsent(one.mailbox(), mailbox -> at(api, mailbox, at))
                                .contains(one.id() + "/" + one.sha256()));
            }
        }
    }

    private static Set<String> at(Api api, String mailbox, Instant asAt) {
        Set<String> there = new HashSet<>();
        digests(api, mailbox, asAt).forEach(digest -> there.add(digest.id() + "/" + digest.sha256()));
        return there;
    }

    private static void compareAll(Api api, Lab lab, String labTenant) {
        Comparison all = new Comparison(0, List.of());
        for (LabMailbox mailbox : lab.mailboxes(labTenant)) {
            List<LabMessage> expected = lab.messages(labTenant, mailbox.id());
            all = all.plus(Comparison.byId(mailbox.address(), expected, digests(api, mailbox.id(), null)));
        }
        assertThat(all.differences()).isEmpty();
        assertThat(all.identical()).isPositive();
    }

    /// People work on: mail is deleted, marked, moved, and comes in.
    private void change(Lab lab, String labTenant) {
        for (LabMailbox mailbox : lab.mailboxes(labTenant)) {
            List<LabMessage> messages = lab.messages(labTenant, mailbox.id());
            List<String> some = messages.stream()
                    .filter(_ -> random.nextInt(10) == 0)
                    .map(LabMessage::id)
                    .toList();
            int third = some.size() / 3;
            if (third > 0) {
                lab.deleteMessages(labTenant, mailbox.id(), some.subList(0, third));
                lab.mark(labTenant, mailbox.id(), some.subList(third, 2 * third), random.nextBoolean());
                lab.move(
                        labTenant,
                        mailbox.id(),
                        some.subList(2 * third, some.size()),
                        messages.getFirst().folderPath());
            }
            for (int i = random.nextInt(20); i > 0; i--) {
                String text = "Subject: New " + random.nextLong() + "\r\nFrom: new@example.org\r\n\r\nLine\r\n";
                lab.deliver(labTenant, mailbox.id(), "Inbox", text.getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
