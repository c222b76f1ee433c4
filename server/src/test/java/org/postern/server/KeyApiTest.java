package org.postern.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.lab.world.Application;
import tools.jackson.databind.JsonNode;

/// The life of keys over real HTTP: re-established, reported and signed, drilled, compared with the source.
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyApiTest {
    private static final String TENANT = "/tenants/harbour";

    private RunningServer running;
    private Application application;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        running = new RunningServer(directory);
        running.post("/tenants", Map.of("id", "harbour", "name", "Harbour & <b>Sons</b>"));
        running.post("/tenants", Map.of("id", "other"));
        application = running.connectRollable("harbour", "sync", "Mail.Read", "User.Read.All");
        running.connectRollable("harbour", "watch", "AuditLog.Read.All", "Directory.Read.All");
    }

    @AfterAll
    void stop() {
        running.close();
    }

    private JsonNode reestablished(String because) throws Exception {
        Map<String, Object> order = Map.of("tenants", List.of("harbour"), "function", "sync", "because", because);
        return running.ended(running.post("/reestablishments", order));
    }

    private List<String> ledgerKinds() throws Exception {
        return StreamSupport.stream(
                        running.get(TENANT + "/ledger?limit=1000").path("items").spliterator(), false)
                .map(entry -> entry.path("kind").asString())
                .toList();
    }

    private static String sha256(String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void aReestablishmentIsReportedInLowerCaseAndSigned() throws Exception {
        JsonNode job = reestablished("incident 1");
        assertThat(job.path("state").asString()).as("%s", job).isEqualTo("succeeded");
        JsonNode row = job.path("result").path("connections").path(0);
        assertThat(row.path("outcome").asString()).isEqualTo("done");
        assertThat(row.path("signIns").asString()).isEqualTo("complete");
        assertThat(row.path("foreignUses").asLong()).isZero();
        JsonNode report = running.get(TENANT + "/connections/sync/roll");
        assertThat(report.path("outcome").asString()).isEqualTo("done");
        assertThat(report.path("signIns").path("complete").asBoolean()).isTrue();
        assertThat(report.path("removed").path(0).path("type").asString()).isEqualTo("certificate");
        for (JsonNode event : report.path("events")) {
            assertThat(event.path("step").asString()).isLowerCase();
        }
        assertThat(job.path("result").path("reports").path(0).path("outcome").asString())
                .isEqualTo("done");
        assertThat(application.keys()).hasSize(1);
        signed(running.post(TENANT + "/connections/sync/roll/report", Map.of()), "replacement");
        JsonNode again = reestablished("incident 1");
        assertThat(again.path("result")
                        .path("connections")
                        .path(0)
                        .path("outcome")
                        .asString())
                .isEqualTo("done_before");
    }

    private void signed(JsonNode made, String kind) throws Exception {
        String html = made.path("report").asString();
        assertThat(html).contains("Harbour &amp; &lt;b&gt;Sons").doesNotContain("<script", "<b>Sons");
        assertThat(made.path("sha256").asString()).isEqualTo(sha256(html));
        String proof = made.path("proof").asString();
        assertThat(proof).startsWith("c2sp.org/tlog-proof@v1\n").contains("\u2014 ");
        String extra = proof.lines().skip(1).findFirst().orElseThrow().substring("extra ".length());
        assertThat(new String(Base64.getDecoder().decode(extra), StandardCharsets.UTF_8))
                .contains("\"kind\":\"report.made\"")
                .contains("\"sha256\":\"" + sha256(html) + "\"")
                .contains("\"report\":\"" + kind + "\"");
    }

    @Test
    void theReachReportIsSignedAndHasTheComparison() throws Exception {
        Instant start = Instant.now().minus(Duration.ofMinutes(5));
        running.ended(running.post(TENANT + "/sync", Map.of()));
        Map<String, Object> span = Map.of(
                "from", start.toString(), "until", Instant.now().plusSeconds(60).toString(), "bytes", true);
        JsonNode job = running.ended(running.post(TENANT + "/reverifications", span));
        assertThat(job.path("state").asString()).as("%s", job).isEqualTo("succeeded");
        assertThat(job.path("kind").asString()).isEqualTo("reverify");
        long identical = job.path("result").path("identical").asLong();
        assertThat(identical).isPositive();
        assertThat(job.path("result").path("comparedBytes").asLong()).isEqualTo(identical);
        JsonNode reach = running.post(
                TENANT + "/watch/reach",
                Map.of(
                        "function",
                        "sync",
                        "from",
                        start.toString(),
                        "until",
                        Instant.now().toString()));
        signed(reach, "reach");
        assertThat(reach.path("report").asString()).contains("byte for byte").contains(">" + identical + "<");
    }

    @Test
    void aDrillRaisesItsOwnAlarmGivesANewKeyAndLeavesNothing() throws Exception {
        Map<String, Object> order = Map.of("because", "quarterly", "waitSeconds", 60, "everySeconds", 1);
        running.lab.world().signInDelay(Duration.ofSeconds(3));
        JsonNode job = running.ended(running.post(TENANT + "/drills", order));
        running.lab.world().signInDelay(Duration.ZERO);
        JsonNode result = job.path("result");
        assertThat(job.path("state").asString()).as("%s", job).isEqualTo("succeeded");
        assertThat(result.path("outcome").asString()).isEqualTo("done");
        assertThat(result.path("useToLogSeconds").asDouble()).isBetween(2.0, 60.0);
        assertThat(result.path("logToAlarmSeconds").asDouble()).isNotNegative();
        assertThat(result.path("alarmToNewKeySeconds").asDouble()).isPositive();
        assertThat(result.path("failedRequests").asLong()).isZero();
        assertThat(application.keys()).hasSize(1);
        JsonNode alarm = alarm(result.path("alarm").asString());
        assertThat(alarm.path("drill").asString())
                .isEqualTo(result.path("drill").asString());
        assertThat(alarm.path("state").asString()).isEqualTo("resolved");
        assertThat(alarm.path("kinds").path(0).asString()).isEqualTo("foreign_use");
        assertThat(ledgerKinds())
                .containsSubsequence("drill.begun", "drill.signing-in", "drill.used", "alarm.raised", "drill.ended");
    }

    private JsonNode alarm(String id) throws Exception {
        for (JsonNode alarm : running.get(TENANT + "/watch/alarms").path("items")) {
            if (alarm.path("id").asString().equals(id)) {
                return alarm;
            }
        }
        throw new AssertionError("no alarm " + id);
    }

    @Test
    void aDrillThatTheLogDoesNotShowGoesOnWhenRunAgain() throws Exception {
        running.lab.world().signInDelay(Duration.ofHours(1));
        Map<String, Object> order = Map.of("waitSeconds", 1, "everySeconds", 1);
        JsonNode silent = running.ended(running.post(TENANT + "/drills", order));
        running.lab.world().signInDelay(Duration.ZERO);
        assertThat(silent.path("state").asString()).isEqualTo("failed");
        assertThat(silent.path("result").path("outcome").asString()).isEqualTo("log_silent");
        assertThat(silent.path("error").path("detail").asString()).contains("would not have been noticed");
        assertThat(application.keys()).hasSize(1);
        long uses = ledgerKinds().stream().filter("drill.used"::equals).count();
        JsonNode again = running.ended(running.post(TENANT + "/drills", order));
        assertThat(again.path("state").asString()).as("%s", again).isEqualTo("succeeded");
        assertThat(again.path("result").path("drill"))
                .isEqualTo(silent.path("result").path("drill"));
        assertThat(ledgerKinds().stream().filter("drill.used"::equals)).hasSize((int) uses);
    }

    @Test
    void whatMakesNoSenseIsRefusedWithAdvice() throws Exception {
        refused(400, "/reestablishments", Map.of());
        refused(400, "/reestablishments", Map.of("all", true, "affected", true));
        refused(400, "/reestablishments", Map.of("tenants", List.of()));
        refused(404, "/reestablishments", Map.of("tenants", List.of("nobody")));
        refused(400, "/reestablishments", Map.of("all", true, "because", "x".repeat(501)));
        refused(400, "/reestablishments", Map.of("all", true, "function", "SYNC"));
        refused(409, "/reestablishments", Map.of("tenants", List.of("other")));
        refused(409, "/reestablishments", Map.of("affected", true));
        refused(404, TENANT + "/connections/probe/roll", Map.of());
        refused(404, "/tenants/other/connections/sync/roll", Map.of());
        refused(404, "/tenants/other/cessation", Map.of("function", "sync"));
        refused(404, TENANT + "/connections/watch/roll/report", Map.of());
        refused(404, "/tenants/other/drills", Map.of());
        refused(400, TENANT + "/drills", Map.of("waitSeconds", 86_400 * 4));
        refused(400, TENANT + "/drills", Map.of("waitSeconds", -5));
        refused(400, TENANT + "/drills", Map.of("everySeconds", 0));
        refused(400, TENANT + "/drills", Map.of("function", "sink"));
        refused(400, TENANT + "/reverifications", Map.of());
        String now = Instant.now().toString();
        refused(400, TENANT + "/reverifications", Map.of("from", now, "until", now));
        refused(
                404,
                TENANT + "/reverifications",
                Map.of("from", "2020-01-01T00:00:00Z", "until", now, "mailboxes", List.of("x")));
        refused(400, TENANT + "/watch/reach", Map.of("function", "sync", "from", now, "until", now));
        refused(
                404,
                "/tenants/other/watch/reach",
                Map.of("function", "sync", "from", "2020-01-01T00:00:00Z", "until", now));
        assertThat(application.keys()).hasSize(1);
    }

    private void refused(int status, String path, Map<String, Object> body) throws Exception {
        var answer = running.send("POST", path, new tools.jackson.databind.json.JsonMapper().writeValueAsString(body));
        assertThat(answer.statusCode())
                .as(path + " " + body + ": " + answer.body())
                .isEqualTo(status);
        assertThat(answer.body()).contains("\"advice\"");
    }
}
