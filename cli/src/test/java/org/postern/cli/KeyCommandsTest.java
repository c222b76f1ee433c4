package org.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.cli.client.ExitCode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The commands about keys against a server that answers as told: what they send, ask, write and print.
class KeyCommandsTest {
    private static final String REPORT = """
            {"tenant":"contoso","function":"sync","outcome":"done","events":[
               {"at":"2026-11-22T10:00:00Z","step":"switched","text":"All sign-ins are by key 2 now.\\u001b[31m"}],
             "mailFlow":[{"function":"sync","looks":9,"failures":0,"longestGapMilliseconds":0}],
             "signIns":{"loss":null,"complete":false,"completeUntil":"2026-11-22T09:00:00Z","others":[
               {"ours":true,"address":"203.0.113.9\\u001b[2J","afterRemoval":false,"count":3,"thumbprint":"AB",
                "firstAt":"2026-11-22T08:00:00Z","lastAt":"2026-11-22T08:30:00Z","drill":""}]}}""";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    private final Map<String, String> answers = new HashMap<>();
    private final List<String> requests = new ArrayList<>();
    private final List<JsonNode> bodies = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
        Files.writeString(folder.resolve("admin-token"), "postern_test\n");
        Files.writeString(
                folder.resolve("server.json"),
                "{\"url\":\"http://127.0.0.1:" + server.getAddress().getPort() + "\",\"pid\":"
                        + ProcessHandle.current().pid() + ",\"version\":\"0.1.0\"}");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private synchronized void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String route = exchange.getRequestMethod() + " "
                    + exchange.getRequestURI().getPath().substring("/api/v1".length());
            requests.add(route);
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (body.length > 0) {
                bodies.add(JsonMapper.shared().readTree(body));
            }
            String answer = answers.get(route);
            byte[] bytes = (answer == null
                            ? "{\"title\":\"No\",\"detail\":\"There is no " + route + ".\",\"advice\":\"Look.\"}"
                            : answer)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer == null ? 404 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private int run(String... words) {
        return answer(false, "", words);
    }

    private int answer(boolean interactive, String input, String... words) {
        out.reset();
        err.reset();
        var terminal = Terminals.of(out, err, Map.of("POSTERN_DIR", folder.toString()), interactive, input);
        return Commands.of(terminal).execute(words);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private void job(String route, String state, String result) {
        String job = "{\"id\":\"j1\",\"tenant\":\"contoso\",\"kind\":\"x\",\"subject\":\"s\",\"state\":\"" + state
                + "\",\"requestedAt\":\"2026-11-22T10:00:00Z\",\"startedAt\":null,\"endedAt\":null,\"progress\":"
                + "{\"phase\":\"p\",\"done\":1,\"total\":1,\"messages\":0,\"bytes\":0,\"current\":\"\","
                + "\"messagesPerSecond\":0,\"secondsLeft\":null},\"result\":" + result + ",\"error\":null}";
        answers.put(route, job);
        answers.put("GET /jobs/j1", job);
    }

    private static String row(String outcome, String waitingFor) {
        return """
            {"tenant":"contoso","function":"sync","outcome":"%s","waitingFor":"%s","wayOut":"Run it again.",
             "keysRemoved":2,"keysLeft":0,"keysListed":true,"looks":9,"failures":0,"longestGapMilliseconds":0,
             "requests":40,"signIns":"partial","foreignUses":3}""".formatted(outcome, waitingFor);
    }

    private static String rolled(String outcome, String waitingFor) {
        return "{\"tenants\":1,\"reestablished\":1,\"requests\":40,\"seconds\":1.5,\"failedRequests\":0,\"connections\":["
                + row(outcome, waitingFor) + "],\"reports\":[" + REPORT + "]}";
    }

    @Test
    void reestablishSendsWhatWasAskedAndTellsOfUsesByOthers() {
        job("POST /reestablishments", "succeeded", rolled("done", ""));
        assertThat(run("connection", "reestablish", "-t", "contoso", "-t", "fabrikam", "--because", "incident 7"))
                .isZero();
        assertThat(bodies.getFirst().path("tenants").toString()).isEqualTo("[\"contoso\",\"fabrikam\"]");
        assertThat(bodies.getFirst().path("oldKeyTrusted").asBoolean()).isTrue();
        assertThat(out())
                .contains("partial", "a copy of our key from 203.0.113.9", "3 times", "before the old key was removed")
                .contains("NOT YET KNOWN", "complete to 2026-11-22T09:00:00Z only")
                .doesNotContain("\u001b");
        assertThat(run("connection", "reestablish", "--all-affected", "--old-key-not-trusted", "--function", "sync"))
                .isZero();
        assertThat(bodies.getLast().path("affected").asBoolean()).isTrue();
        assertThat(bodies.getLast().path("oldKeyTrusted").asBoolean()).isFalse();
        assertThat(bodies.getLast().path("function").asString()).isEqualTo("sync");
    }

    @Test
    void reestablishMustSayWhoseAndOfOneWayOnly() {
        assertThat(run("connection", "reestablish")).isEqualTo(ExitCode.USAGE.number());
        assertThat(run("connection", "reestablish", "--all", "--all-affected")).isEqualTo(ExitCode.USAGE.number());
        assertThat(run("connection", "roll", "-t", "contoso")).isEqualTo(ExitCode.USAGE.number());
        assertThat(run("connection", "roll", "sink", "-t", "contoso")).isEqualTo(ExitCode.USAGE.number());
        assertThat(requests).isEmpty();
    }

    @Test
    void rollShowsWhatItWaitsFor() {
        job("POST /tenants/contoso/connections/sync/roll", "warning", rolled("waiting", "The old key stays."));
        assertThat(run("connection", "roll", "sync", "-t", "contoso", "--because", "yearly"))
                .isEqualTo(ExitCode.PARTLY.number());
        assertThat(bodies.getFirst().path("because").asString()).isEqualTo("yearly");
        assertThat(out()).contains("The old key stays.", "Run it again.");
    }

    @Test
    void ceaseAsksFirstAndNobodyThereMeansNo() {
        answers.put(
                "POST /tenants/contoso/cessation",
                "{\"items\":[{\"tenant\":\"contoso\",\"function\":\"sync\",\"state\":\"ceased\"}],\"next\":null}");
        assertThat(run("connection", "cease", "-t", "contoso")).isEqualTo(ExitCode.FAILED.number());
        assertThat(answer(true, "n\n", "connection", "cease", "-t", "contoso")).isEqualTo(ExitCode.FAILED.number());
        assertThat(requests).isEmpty();
        assertThat(answer(true, "y\n", "connection", "cease", "-t", "contoso")).isZero();
        assertThat(run("connection", "cease", "-t", "contoso", "--yes", "--function", "sync"))
                .isZero();
        assertThat(bodies.getLast().path("function").asString()).isEqualTo("sync");
        assertThat(out()).contains("Stopped: sync of contoso");
    }

    @Test
    void keysAreListed() {
        answers.put(
                "GET /tenants/contoso/connections/sync/keys",
                "{\"items\":[{\"number\":2,\"state\":\"active\",\"keptIn\":\"file\",\"thumbprint\":\"ABCD\",\"keyId\":\"k\","
                        + "\"from\":\"2026-11-01T00:00:00Z\",\"until\":\"2027-11-01T00:00:00Z\"}],\"next\":null}");
        assertThat(run("connection", "keys", "sync", "-t", "contoso")).isZero();
        assertThat(out()).contains("active", "ABCD");
        assertThat(run("connection", "keys", "watch", "-t", "contoso")).isEqualTo(ExitCode.NOT_FOUND.number());
    }

    @Test
    void reachAndReportWriteThePageAndItsProofAndReplaceNothing() throws Exception {
        String made = "\"report\":\"<html>é</html>\",\"sha256\":\"aa\",\"ledgerEntry\":12,\"proof\":\"c2sp.org/…\\n\"";
        answers.put(
                "POST /tenants/contoso/watch/reach",
                "{\"listed\":true,\"mailboxes\":[{\"id\":\"1\",\"address\":\"a@x\\u001b\",\"ownRequests\":4,\"byOthers\":true}],"
                        + "\"alarms\":[],\"unknown\":[\"No log tells.\"]," + made + "}");
        Path page = folder.resolve("reach.html");
        assertThat(run("connection", "reach", "sync", "-t", "contoso", "--from", "-7d", "--out", page.toString()))
                .isZero();
        assertThat(page).hasContent("<html>é</html>");
        assertThat(folder.resolve("reach.html.proof")).hasContent("c2sp.org/…\n");
        assertThat(out())
                .contains("YES", "NOT KNOWN: No log tells.", "--report")
                .doesNotContain("\u001b");
        assertThat(run("connection", "reach", "sync", "-t", "contoso", "--from", "-7d", "--out", page.toString()))
                .isEqualTo(ExitCode.FAILED.number());

        answers.put("GET /tenants/contoso/connections/sync/roll", REPORT);
        answers.put("POST /tenants/contoso/connections/sync/roll/report", "{" + made + "}");
        Path report = folder.resolve("incident.html");
        assertThat(run("connection", "report", "sync", "-t", "contoso", "--out", report.toString()))
                .isZero();
        assertThat(folder.resolve("incident.html.proof")).exists();
        assertThat(out())
                .contains("All sign-ins are by key 2 now.", "NOT YET KNOWN")
                .doesNotContain("\u001b");
        assertThat(run("connection", "report", "sync", "-t", "contoso", "--json"))
                .isZero();
        assertThat(JsonMapper.shared().readTree(out()).path("outcome").asString())
                .isEqualTo("done");
    }

    @Test
    void aDrillNeedsConsentAndTellsItsTimes() {
        job(
                "POST /tenants/contoso/drills",
                "succeeded",
                "{\"drill\":\"d1\",\"outcome\":\"done\",\"useToLogSeconds\":61.25,\"logToAlarmSeconds\":0.5,"
                        + "\"alarmToNewKeySeconds\":3.0,\"newKeyToOldRemovedSeconds\":null,\"failedRequests\":0,"
                        + "\"longestGapMilliseconds\":0,\"report\":" + REPORT + "}");
        assertThat(run("connection", "drill", "-t", "contoso")).isEqualTo(ExitCode.FAILED.number());
        assertThat(answer(true, "\n", "connection", "drill", "-t", "contoso")).isEqualTo(ExitCode.FAILED.number());
        assertThat(requests).isEmpty();
        assertThat(answer(true, "yes\n", "connection", "drill", "-t", "contoso", "--wait", "90m"))
                .isZero();
        assertThat(bodies.getFirst().path("waitSeconds").asLong()).isEqualTo(5_400);
        assertThat(bodies.getFirst().path("function").asString()).isEqualTo("sync");
        assertThat(out())
                .contains("Drill d1: done.", "61.3 s", "0.5 s", "3.0 s")
                .doesNotContain("removal: ");
        for (String bad : List.of("90", "h", "-5m", "1.5h", "9999999s")) {
            assertThat(run("connection", "drill", "-t", "contoso", "--yes", "--wait", bad))
                    .as(bad)
                    .isEqualTo(ExitCode.USAGE.number());
        }
    }

    @Test
    void reverifyNamesWhatIsUnexplained() {
        job(
                "POST /tenants/contoso/reverifications",
                "warning",
                "{\"mailboxes\":2,\"identical\":1200,\"changed\":3,\"gone\":1,\"unexplained\":1,\"unreadable\":0,"
                        + "\"restored\":2,\"comparedBytes\":0,\"items\":[{\"mailbox\":\"a@x\",\"outcome\":\"unexplained\","
                        + "\"subject\":\"Offer\\u001b]0;x\",\"detail\":\"Sync the mailbox.\"}],"
                        + "\"failed\":[{\"mailbox\":\"b@x\",\"outcome\":\"not compared\",\"reason\":\"No.\"}]}");
        assertThat(run("connection", "reverify", "-t", "contoso", "--from", "-7d", "--bytes"))
                .isEqualTo(ExitCode.PARTLY.number());
        assertThat(bodies.getFirst().path("bytes").asBoolean()).isTrue();
        assertThat(out())
                .contains("1 UNEXPLAINED", "Offer", "Sync the mailbox.", "NOT COMPARED: b@x")
                .doesNotContain("\u001b");
        assertThat(run("connection", "reverify", "-t", "contoso")).isEqualTo(ExitCode.USAGE.number());
    }
}
