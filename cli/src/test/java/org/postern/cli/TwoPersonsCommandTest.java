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
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.cli.client.ExitCode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The commands of two persons against a server that gives scripted answers.
class TwoPersonsCommandTest {
    private static final String WAITING_JOB = """
            {"id":"0a1b","tenant":"contoso","kind":"change","subject":"x","state":"awaiting_approval",
             "orderedBy":"anna","progress":{}}""";
    private static final String APPROVAL = """
            {"job":"0a1b","tenant":"contoso","orderedBy":"anna","expiresAt":"2026-11-29T12:00:00Z",
             "asks":"It is final.","statement":["Keep less.","\\u001b[2JForget it."],"order":"d1ge57"}""";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    private final Map<String, String> answers = new HashMap<>();
    private final List<String> requests = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
        Files.writeString(folder.resolve("admin-token"), "first\n");
        Files.writeString(folder.resolve("ben-token"), "ben\n");
        Files.writeString(
                folder.resolve("server.json"),
                "{\"url\":\"http://127.0.0.1:" + server.getAddress().getPort() + "\",\"pid\":"
                        + ProcessHandle.current().pid() + "}");
        answers.put("GET /jobs/0a1b/approval", APPROVAL);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private synchronized void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String call = exchange.getRequestMethod() + " "
                    + exchange.getRequestURI().getPath().substring("/api/v1".length());
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(exchange.getRequestHeaders().getFirst("Authorization") + " " + call + " " + body);
            byte[] answer = answers.getOrDefault(call, "{\"detail\":\"no " + call + "\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answers.containsKey(call) ? 202 : 404, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private int run(boolean interactive, String input, Map<String, String> environment, String... words) {
        out.reset();
        err.reset();
        Map<String, String> all = new HashMap<>(environment);
        all.put("POSTERN_DIR", folder.toString());
        return Commands.of(Terminals.of(out, err, all, interactive, input)).execute(words);
    }

    private int run(String... words) {
        return run(false, "", Map.of(), words);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whatWaitsHasAnExitCodeOfItsOwnAndSaysHowItGoesOn() {
        answers.put("PUT /tenants/contoso/retention", "{\"days\":0,\"versions\":0,\"awaiting\":" + WAITING_JOB + "}");
        answers.put("DELETE /tenants/contoso/holds/case", WAITING_JOB);
        answers.put("PUT /tenants/contoso/two-persons", "{\"twoPersons\":\"write\",\"awaiting\":" + WAITING_JOB + "}");
        answers.put("POST /administrators", "{\"awaiting\":" + WAITING_JOB + "}");
        answers.put("POST /tenants/contoso/retention/run", WAITING_JOB);
        for (String line : List.of(
                "retention set --days 3 --tenant contoso",
                "hold release case --tenant contoso",
                "tenant policy contoso --two-persons off",
                "admin add carla --fingerprint ab",
                "retention run --tenant contoso",
                "retention run --tenant contoso --no-wait")) {
            assertThat(run(line.split(" "))).as(line).isEqualTo(ExitCode.AWAITING.number());
            assertThat(out()).as(line).contains("postern job approve 0a1b", "Keep less.", "It is final.");
            assertThat(out())
                    .as("no escape of a hostile subject reaches the terminal")
                    .doesNotContain("\u001b");
        }
        assertThat(run("retention", "run", "--tenant", "contoso", "--json")).isEqualTo(7);
        assertThat(JsonMapper.shared().readTree(out()).path("state").asString()).isEqualTo("awaiting_approval");
    }

    @Test
    void anApprovalSendsBackWhatWasShownAndOnlyAfterAYes() {
        answers.put("POST /jobs/0a1b/approval", WAITING_JOB.replace("awaiting_approval", "queued"));
        assertThat(run("job", "approve", "0a1b")).as("nobody to ask").isEqualTo(ExitCode.USAGE.number());
        assertThat(run(true, "n\n", Map.of(), "job", "approve", "0a1b")).isEqualTo(ExitCode.USAGE.number());
        assertThat(requests).noneMatch(request -> request.contains(" POST "));
        Map<String, String> asBen =
                Map.of("POSTERN_TOKEN_FILE", folder.resolve("ben-token").toString());
        assertThat(run(true, "y\n", asBen, "job", "approve", "0a1b")).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("anna ordered", "Keep less.", "d1ge57");
        assertThat(requests.getLast()).isEqualTo("Bearer ben POST /jobs/0a1b/approval {\"order\":\"d1ge57\"}");
        assertThat(run("job", "approve", "0a1b", "--order", "other", "--yes")).isZero();
        assertThat(requests.getLast()).isEqualTo("Bearer first POST /jobs/0a1b/approval {\"order\":\"other\"}");
    }

    @Test
    void whatIsRejectedSaysWhyAndAFollowedJobThatWaitsIsNotFollowedForEver() {
        answers.put("POST /jobs/0a1b/rejection", WAITING_JOB.replace("awaiting_approval", "rejected"));
        assertThat(run("job", "reject", "0a1b", "--because", "too much")).isZero();
        assertThat(requests.getLast()).endsWith("{\"because\":\"too much\"}");
        answers.put("GET /jobs/0a1b", WAITING_JOB);
        assertThat(run("job", "show", "--follow", "0a1b")).isEqualTo(ExitCode.AWAITING.number());
        answers.put("GET /jobs/0a1b", WAITING_JOB.replace("awaiting_approval", "expired"));
        assertThat(run("job", "show", "0a1b")).isEqualTo(ExitCode.FAILED.number());
    }

    @Test
    void aTokenMadeHereIsSeenByNoServerAndItsFingerprintIsItsHash() throws Exception {
        assertThat(run("admin", "token", "--json")).isZero();
        JsonNode made = JsonMapper.shared().readTree(out());
        String token = made.path("token").asString();
        assertThat(token).startsWith("postern_").hasSize(51);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        assertThat(made.path("fingerprint").asString()).isEqualTo(HexFormat.of().formatHex(hash));
        run("admin", "token", "--json");
        assertThat(JsonMapper.shared().readTree(out()).path("token").asString()).isNotEqualTo(token);
        assertThat(requests).isEmpty();
    }

    @Test
    void administratorsAreListedWithWhoCanApprove() {
        answers.put("GET /administrators", """
                {"items":[
                 {"name":"administrator","fingerprint":"%s","addedAt":"2026-11-22T01:00:00Z","addedBy":"server",
                  "decides":true,"lastUsedAt":null,"removedAt":null,"you":true},
                 {"name":"ben","fingerprint":"%s","addedAt":"2026-11-22T01:00:00Z","addedBy":"administrator",
                  "decides":false,"lastUsedAt":null,"removedAt":null,"you":false}],"next":null}""".formatted("ab".repeat(32), "cd".repeat(32)));
        assertThat(run("admin", "list")).isZero();
        assertThat(out()).contains("administrator (you)", "yes", "ben", "after \"postern admin renew\"");
        assertThat(run("admin", "remove", "ben")).as("without --yes").isEqualTo(ExitCode.USAGE.number());
        assertThat(requests).noneMatch(request -> request.contains("DELETE"));
    }
}
