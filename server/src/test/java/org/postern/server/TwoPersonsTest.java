package org.postern.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.postern.console.access.AdministratorToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The policy on two persons over real HTTP, attacked by one person who wants to do without the other.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoPersonsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String TENANT = "/tenants/harbour";

    private final String keeper = AdministratorToken.generate(new SecureRandom());
    private Path directory;
    private RunningServer running;
    private String ben = "";
    private String name = "";
    private int count;
    private String asAt = "";

    /// What came back, with its status.
    private record Answer(int status, JsonNode body) {
        String state() {
            return body.path("state").asString();
        }

        String said() {
            return body.path("detail").asString() + " " + body.path("advice").asString();
        }
    }

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        directory = temporary;
        running = new RunningServer(directory);
        running.connect("harbour");
        running.ended(running.post(TENANT + "/sync", Map.of()));
        asAt = Instant.now().toString();
        Answer alone = anna("PUT", TENANT + "/two-persons", Map.of("twoPersons", "bulk"));
        assertThat(alone.status())
                .as("a policy that nobody could approve under")
                .isEqualTo(409);
        assertThat(alone.said()).contains("Only administrator could decide");
        add("keeper", keeper);
    }

    @AfterAll
    void stop() {
        running.close();
    }

    @BeforeEach
    void another() throws Exception {
        ben = AdministratorToken.generate(new SecureRandom());
        name = "ben-" + ++count;
        add(name, ben);
    }

    private void add(String who, String token) throws Exception {
        Answer added = anna("POST", "/administrators", Map.of("name", who, "fingerprint", fingerprint(token)));
        assertThat(added.status()).as("%s", added.body()).isEqualTo(201);
    }

    /// Nothing waits and no policy asks when the next begins.
    @AfterEach
    void settle() throws Exception {
        anna("PUT", TENANT + "/retention", Map.of("days", 0));
        Answer off = anna("PUT", TENANT + "/two-persons", Map.of("twoPersons", "off", "bulkOver", 100));
        if (off.body().path("awaiting").isObject()) {
            running.ended(approve(keeper, off.body().path("awaiting").path("id").asString())
                    .body());
        }
        for (JsonNode one : anna("GET", "/approvals", null).body().path("items")) {
            as(keeper, "POST", "/jobs/" + one.path("job").asString() + "/rejection", Map.of());
        }
    }

    private static String fingerprint(String token) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    }

    private Answer as(String token, String method, String path, @Nullable Object body) throws Exception {
        HttpResponse<String> answer = running.raw(
                method,
                "/api/v1" + path,
                body == null ? null : JSON.writeValueAsString(body),
                Map.of("Authorization", "Bearer " + token));
        return new Answer(
                answer.statusCode(), answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body()));
    }

    /// The first administrator, who orders.
    private Answer anna(String method, String path, @Nullable Object body) throws Exception {
        return as(running.token, method, path, body);
    }

    private Answer ben(String method, String path, @Nullable Object body) throws Exception {
        return as(ben, method, path, body);
    }

    private void policy(String level, int bulkOver) throws Exception {
        Answer set = anna("PUT", TENANT + "/two-persons", Map.of("twoPersons", level, "bulkOver", bulkOver));
        assertThat(set.status()).as("%s", set.body()).isEqualTo(200);
        assertThat(set.body().path("awaiting").isNull()).as("%s", set.body()).isTrue();
    }

    private Answer restore(String into) throws Exception {
        return anna(
                "POST",
                TENANT + "/restores",
                Map.of(
                        "mailbox",
                        "anna@harbour.example",
                        "asAt",
                        asAt,
                        "conflict",
                        "copy",
                        "target",
                        Map.of("folder", into)));
    }

    private Answer approve(String token, String job) throws Exception {
        String order = as(token, "GET", "/jobs/" + job + "/approval", null)
                .body()
                .path("order")
                .asString();
        return as(token, "POST", "/jobs/" + job + "/approval", Map.of("order", order.isEmpty() ? "none" : order));
    }

    private List<JsonNode> ledger(String... kinds) throws Exception {
        List<JsonNode> found = new ArrayList<>();
        long after = 0;
        JsonNode items;
        do {
            items = running.get(TENANT + "/ledger?limit=1000&after=" + after).path("items");
            for (JsonNode entry : items) {
                after = entry.path("number").asLong();
                if (List.of(kinds).contains(entry.path("kind").asString())) {
                    found.add(entry);
                }
            }
        } while (items.size() == 1000);
        return found;
    }

    private static String job(Answer answer) {
        return answer.body().path("id").asString();
    }

    @Test
    void anOrderWaitsForAnotherAndThenRunsExactlySo() throws Exception {
        policy("write", 100);
        Answer ordered = anna(
                "POST",
                TENANT + "/restores",
                Map.of(
                        "mailbox",
                        "anna@harbour.example",
                        "asAt",
                        asAt,
                        "target",
                        Map.of("mailbox", "ben@harbour.example", "folder", "Ordered")));
        assertThat(ordered.state()).isEqualTo("awaiting_approval");
        assertThat(ordered.body().path("orderedBy").asString()).isEqualTo("administrator");
        String job = job(ordered);
        assertThat(ledger("token.requested", "mandate.begun").stream()
                        .filter(entry -> entry.toString().contains(job)))
                .isEmpty();
        JsonNode waiting = ben("GET", "/approvals", null).body().path("items").path(0);
        assertThat(waiting.path("statement").toString())
                .contains("all 13 messages of anna@harbour.example")
                .contains("Ordered");
        JsonNode ended = running.ended(approve(ben, job).body());
        assertThat(ended.path("state").asString()).as("%s", ended).isEqualTo("succeeded");
        assertThat(ended.path("result").path("restored").asInt()).isEqualTo(13);
        assertThat(ended.path("decidedBy").asString()).isEqualTo(name);
        List<JsonNode> entries =
                ledger("job.ordered", "job.approved", "restore.start", "mandate.begun", "mandate.ended");
        List<JsonNode> ofJob = entries.stream()
                .filter(entry -> entry.path("details").path("job").asString().equals(job))
                .toList();
        assertThat(ofJob.stream().map(entry -> entry.path("kind").asString()))
                .containsExactly("job.ordered", "job.approved", "restore.start", "mandate.begun", "mandate.ended");
        assertThat(ofJob.stream().map(entry -> entry.path("actor").asString()))
                .containsExactly("administrator", name, "administrator", "administrator", "administrator");
        assertThat(ofJob.get(3).path("details").path("approvedBy").asString()).isEqualTo(name);
        assertThat(ofJob.get(3).path("details").path("order")).isEqualTo(waiting.path("order"));
        assertThat(approve(ben, job).status()).as("approved twice").isEqualTo(409);
    }

    @Test
    void nobodyIsHisOwnSecondPerson() throws Exception {
        policy("write", 100);
        String job = job(restore("Back"));
        Answer self = approve(running.token, job);
        assertThat(self.status()).isEqualTo(403);
        assertThat(self.said()).contains("You ordered this yourself").contains(name);
        assertThat(anna("POST", "/jobs/" + job + "/rejection", Map.of()).status())
                .isEqualTo(403);
        Answer made = anna("POST", "/administrators", Map.of("name", "anna2"));
        assertThat(made.status()).as("a second self whose token one sees").isEqualTo(409);
        assertThat(made.said()).contains("nobody may see the token of another");
        String mine = AdministratorToken.generate(new SecureRandom());
        Answer joins = anna("POST", "/administrators", Map.of("name", "anna2", "fingerprint", fingerprint(mine)));
        assertThat(joins.status()).as("%s", joins.body()).isEqualTo(202);
        assertThat(as(mine, "GET", "/jobs", null).status()).as("not yet one").isEqualTo(401);
        Answer lower = anna("PUT", TENANT + "/two-persons", Map.of("twoPersons", "off"));
        assertThat(lower.body().path("twoPersons").asString()).isEqualTo("write");
        Answer raisedLimit = anna("PUT", TENANT + "/two-persons", Map.of("bulkOver", 1_000_000));
        assertThat(raisedLimit.body().path("bulkOver").asInt()).isEqualTo(100);
        assertThat(ben("GET", "/approvals", null).body().path("items"))
                .as("all of these")
                .hasSize(4);
        assertThat(approve(
                                running.token,
                                lower.body().path("awaiting").path("id").asString())
                        .status())
                .isEqualTo(403);
        running.ended(approve(ben, joins.body().path("awaiting").path("id").asString())
                .body());
        assertThat(as(mine, "GET", "/jobs", null).status()).as("approved").isEqualTo(200);
        running.ended(approve(mine, lower.body().path("awaiting").path("id").asString())
                .body());
        assertThat(anna("GET", TENANT + "/two-persons", null)
                        .body()
                        .path("twoPersons")
                        .asString())
                .isEqualTo("off");
    }

    @Test
    void whoseTokenWasShownToAnotherApprovesNothing() throws Exception {
        String shown = anna("POST", "/administrators", Map.of("name", "carla"))
                .body()
                .path("token")
                .asString();
        policy("write", 100);
        String job = job(restore("Back"));
        Answer early = approve(shown, job);
        assertThat(early.status()).isEqualTo(403);
        assertThat(early.said()).contains("shown to administrator").contains("admin renew");
        String own = as(shown, "POST", "/administrators/me/token", Map.of())
                .body()
                .path("token")
                .asString();
        assertThat(as(shown, "GET", "/jobs", null).status()).isEqualTo(401);
        assertThat(running.ended(approve(own, job).body()).path("state").asString())
                .isEqualTo("succeeded");
    }

    @Test
    void aRemovedAdministratorNeitherDecidesNorOrders() throws Exception {
        policy("write", 100);
        String mine = job(restore("Back"));
        Answer his = ben(
                "POST",
                TENANT + "/restores",
                Map.of("mailbox", "ben@harbour.example", "asAt", asAt, "target", Map.of("folder", "Back")));
        assertThat(his.state()).isEqualTo("awaiting_approval");
        assertThat(anna("DELETE", "/administrators/" + name, null).status()).isEqualTo(204);
        assertThat(approve(ben, mine).status()).isEqualTo(401);
        Answer orphan = approve(running.token, job(his));
        assertThat(orphan.status()).isEqualTo(409);
        assertThat(orphan.said()).contains("no administrator any more");
        Answer rejected = anna("POST", "/jobs/" + job(his) + "/rejection", Map.of("because", "he left"));
        assertThat(rejected.state()).isEqualTo("rejected");
        assertThat(rejected.body().path("error").path("detail").asString()).contains("he left");
    }

    @Test
    void bulkCountsWhatOneOrderedInPortions() throws Exception {
        policy("bulk", 15);
        Answer first = restore("One");
        assertThat(running.ended(first.body()).path("state").asString()).isEqualTo("succeeded");
        Answer second = restore("Two");
        assertThat(second.state()).as("%s", second.body()).isEqualTo("awaiting_approval");
        assertThat(ben("GET", "/jobs/" + job(second) + "/approval", null)
                        .body()
                        .path("asks")
                        .asString())
                .contains("in the last 24 hours");
        Answer other = ben(
                "POST", TENANT + "/exports", Map.of("mailbox", "ben@harbour.example", "asAt", asAt, "format", "eml"));
        assertThat(running.ended(other.body()).path("state").asString())
                .as("another's small order")
                .isEqualTo("succeeded");
        Answer preview = anna(
                "POST", TENANT + "/restores", Map.of("mailbox", "anna@harbour.example", "asAt", asAt, "dryRun", true));
        assertThat(running.ended(preview.body()).path("state").asString())
                .as("a preview changes nothing")
                .isEqualTo("succeeded");
    }

    @Test
    void whatLosesThePastWaitsUnderEitherPolicy() throws Exception {
        anna("POST", TENANT + "/holds", Map.of("name", "case-7", "reason", "law", "mailbox", "anna@harbour.example"));
        policy("bulk", 1_000_000);
        Answer keepLess = anna("PUT", TENANT + "/retention", Map.of("days", 30));
        assertThat(keepLess.body().path("days").asInt()).isZero();
        String change = keepLess.body().path("awaiting").path("id").asString();
        Answer release = anna("DELETE", TENANT + "/holds/case-7", null);
        assertThat(release.status()).isEqualTo(202);
        assertThat(release.state()).isEqualTo("awaiting_approval");
        Answer run = anna("POST", TENANT + "/retention/run", Map.of());
        assertThat(run.state()).isEqualTo("awaiting_approval");
        running.ended(approve(ben, change).body());
        assertThat(anna("GET", TENANT + "/retention", null).body().path("days").asInt())
                .isEqualTo(30);
        assertThat(anna("PUT", TENANT + "/retention", Map.of("days", 60))
                        .body()
                        .path("days")
                        .asInt())
                .as("keeping more needs nobody")
                .isEqualTo(60);
        running.ended(approve(ben, job(release)).body());
        assertThat(anna("GET", TENANT + "/holds", null).body().path("items")).isEmpty();
        assertThat(running.ended(approve(ben, job(run)).body()).path("state").asString())
                .isEqualTo("succeeded");
    }

    @Test
    void whatWaitsOutlivesARestartAndAnAlteredOrderIsRefused() throws Exception {
        policy("write", 100);
        String good = job(restore("Back"));
        String altered = job(ben(
                "POST",
                TENANT + "/restores",
                Map.of("mailbox", "anna@harbour.example", "asAt", asAt, "target", Map.of("folder", "Other"))));
        assertThat(ben("POST", "/jobs/" + good + "/approval", Map.of("order", "0".repeat(64)))
                        .status())
                .as("another order than was seen")
                .isEqualTo(409);
        running.stop();
        Path file = directory.resolve("store/approvals/" + altered + ".json");
        Files.writeString(file, Files.readString(file).replace("Other", "Stolen"));
        running.restart();
        Answer forged = approve(running.token, altered);
        assertThat(forged.status()).as("%s", forged.body()).isEqualTo(409);
        assertThat(forged.said()).contains("not what the ledger");
        Answer approved = approve(ben, good);
        assertThat(approved.status()).as("%s", approved.body()).isEqualTo(202);
        assertThat(running.ended(approved.body()).path("state").asString()).isEqualTo("succeeded");
        assertThat(anna("GET", TENANT + "/two-persons", null)
                        .body()
                        .path("twoPersons")
                        .asString())
                .isEqualTo("write");
    }

    @Test
    void aTakenBackOrderCannotBeApprovedAndASessionEndsWithItsAdministrator() throws Exception {
        policy("write", 100);
        String job = job(restore("Back"));
        assertThat(ben("POST", "/jobs/" + job + "/cancel", null).status())
                .as("another's order")
                .isEqualTo(403);
        assertThat(anna("POST", "/jobs/" + job + "/cancel", null).state()).isEqualTo("cancelled");
        assertThat(approve(ben, job).status()).isEqualTo(409);
        assertThat(ledger("job.withdrawn")).anyMatch(entry -> entry.toString().contains(job));
        HttpClient browser = RunningServer.browser();
        running.signIn(browser, ben);
        assertThat(running.raw(browser, "GET", "/jobs", null, Map.of()).statusCode())
                .isEqualTo(200);
        anna("DELETE", "/administrators/" + name, null);
        assertThat(running.raw(browser, "GET", "/jobs", null, Map.of()).statusCode())
                .as("a session of a removed administrator")
                .isEqualTo(302);
    }

    @Test
    void anotherTenantsOrdersAreNotAsked() throws Exception {
        policy("write", 1);
        running.post("/tenants", Map.of("id", "quay"));
        Answer other = anna("PUT", "/tenants/quay/retention", Map.of("days", 30));
        assertThat(other.body().path("days").asInt()).isEqualTo(30);
        assertThat(ben("GET", "/approvals", null).body().path("items")).isEmpty();
    }
}
