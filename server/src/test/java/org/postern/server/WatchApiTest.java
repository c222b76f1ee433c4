package org.postern.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.lab.world.Application;
import tools.jackson.databind.JsonNode;

/// The watch over real HTTP, as API and as page: alarms with hostile text, answers, settings, downloads.
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WatchApiTest {
    private static final String WATCH = "/tenants/harbour/watch";
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final String HOSTILE = "/v1.0/users/<img src=x onerror=alert(1)>/messages";

    private RunningServer running;
    private Application application;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        running = new RunningServer(directory);
        running.post("/tenants", Map.of("id", "harbour"));
        running.post("/tenants", Map.of("id", "other"));
        application = running.connectRollable("harbour", "sync", "Mail.Read", "User.Read.All");
        running.connectRollable("harbour", "watch", "AuditLog.Read.All", "Directory.Read.All");
    }

    @AfterAll
    void stop() {
        running.close();
    }

    private String row(String address, String uri) {
        return "{\"TimeGenerated\":\"" + Instant.now() + "\",\"AppId\":\"" + application.appId()
                + "\",\"ClientRequestId\":\"" + UUID.randomUUID() + "\",\"SignInActivityId\":\"t\",\"IPAddress\":\""
                + address + "\",\"RequestMethod\":\"GET\",\"RequestUri\":\"https://graph.microsoft.com" + uri
                + "\",\"ResponseStatusCode\":200}";
    }

    private JsonNode raised(String address) throws Exception {
        HttpResponse<String> answer = running.send("POST", WATCH + "/activity", row(address, HOSTILE));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        for (JsonNode alarm : running.get(WATCH + "/alarms").path("items")) {
            if (alarm.path("address").asString().equals(address)) {
                return alarm;
            }
        }
        throw new AssertionError("no alarm of " + address);
    }

    private int status(String method, String path, String body) throws Exception {
        HttpResponse<String> answer = running.send(method, path, body);
        if (answer.statusCode() >= 400) {
            assertThat(answer.body()).as(method + " " + path).contains("\"advice\"");
        }
        return answer.statusCode();
    }

    @Test
    void honestUseIsPolledAndRaisesNothing() throws Exception {
        JsonNode polled = running.post(WATCH + "/poll", Map.of());
        assertThat(polled.path("losses")).isEmpty();
        assertThat(polled.path("raised").findValuesAsString("address")).doesNotContain("127.0.0.1");
        JsonNode status = running.get(WATCH);
        assertThat(status.path("polledAt").asString()).isNotEmpty();
        assertThat(status.path("losses")).isEmpty();
    }

    @Test
    void anAlarmIsAnsweredOnceWithAReasonAndANameOnly() throws Exception {
        JsonNode alarm = raised("203.0.113.7");
        assertThat(alarm.path("kinds").path(0).asString()).isEqualTo("foreign_use");
        assertThat(alarm.path("state").asString()).isEqualTo("open");
        assertThat(alarm.path("drill").asString()).isEmpty();
        String answer = WATCH + "/alarms/" + alarm.path("id").asString() + "/acknowledgement";
        assertThat(status("POST", answer, "{}")).isEqualTo(400);
        assertThat(status("POST", answer, "{\"by\":\"ann\"}")).isEqualTo(400);
        assertThat(status("POST", answer, "{\"by\":\"ann\",\"reason\":\"" + "x".repeat(501) + "\"}"))
                .isEqualTo(400);
        assertThat(status("POST", answer.replace("harbour", "other"), "{\"by\":\"ann\",\"reason\":\"a test\"}"))
                .isGreaterThanOrEqualTo(400);
        assertThat(status("POST", WATCH + "/alarms/nonsense/acknowledgement", "{\"by\":\"a\",\"reason\":\"b\"}"))
                .isEqualTo(404);
        assertThat(status("POST", answer, "{\"by\":\"ann\",\"reason\":\"a test\"}"))
                .isEqualTo(200);
        assertThat(raised("203.0.113.7").path("answer").asString()).contains("ann: a test");
    }

    @Test
    void whatIsNoLogIsRefusedAndSettingsAreBounded() throws Exception {
        assertThat(status("POST", WATCH + "/activity", "a,b\n1,2\n")).isBetween(400, 599);
        assertThat(status("POST", "/tenants/nobody/watch/activity", row("1.2.3.4", "/v1.0/me")))
                .isEqualTo(404);
        assertThat(status("PUT", WATCH, "{\"addresses\":[\"\"]}")).isEqualTo(400);
        assertThat(status("PUT", WATCH, "{\"addresses\":[\"" + "9".repeat(400) + "\"]}"))
                .isEqualTo(400);
        assertThat(status("PUT", WATCH, "{\"adresses\":[]}")).isEqualTo(400);
        assertThat(status("PUT", WATCH, "{\"addresses\":[\"127.0.0.1\"],\"canaryMailboxes\":[\"Bait@x.example\"]}"))
                .isEqualTo(200);
        JsonNode set = running.get(WATCH);
        assertThat(set.path("addressesPinned").asBoolean()).isTrue();
        assertThat(set.path("canaryMailboxes").path(0).asString()).isEqualTo("bait@x.example");
        assertThat(status("PUT", WATCH, "{}")).isEqualTo(200);
    }

    private static HttpResponse<byte[]> download(HttpClient browser, URI uri, String form) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        return browser.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpClient signedIn() throws Exception {
        HttpClient browser = RunningServer.browser();
        String form = "name=administrator&token=" + running.token + "&_csrf=" + csrf(browser, "/sign-in");
        assertThat(download(browser, URI.create(running.server.url() + "/sign-in"), form)
                        .statusCode())
                .isEqualTo(302);
        return browser;
    }

    private String csrf(HttpClient browser, String page) throws Exception {
        Matcher found =
                CSRF.matcher(running.raw(browser, "GET", page, null, Map.of()).body());
        assertThat(found.find()).as("a token in " + page).isTrue();
        return URLEncoder.encode(found.group(1), StandardCharsets.UTF_8);
    }

    private static List<String> names(byte[] zip) throws Exception {
        List<String> names = new ArrayList<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }

    @Test
    void thePageShowsHostileTextAsTextAndGivesASignedReport() throws Exception {
        String id = raised("198.51.100.3").path("id").asString();
        HttpClient browser = signedIn();
        String page = "/tenants/harbour/watch";
        String html = running.raw(browser, "GET", page, null, Map.of()).body();
        assertThat(html).contains("198.51.100.3", "onerror=alert").doesNotContain("<img src=x");
        URI reach = URI.create(running.server.url() + page + "/reach");
        String span = "function=sync&from=2026-01-01T00:00:00&until=2099-01-01T00:00:00";
        assertThat(download(browser, reach, span).statusCode()).isEqualTo(403);
        String csrf = "&_csrf=" + csrf(browser, page);
        HttpResponse<byte[]> zip = download(browser, reach, span + csrf);
        assertThat(zip.statusCode()).isEqualTo(200);
        List<String> names = names(zip.body());
        assertThat(names).hasSize(2).allSatisfy(name -> assertThat(name).startsWith("reach-harbour-sync-"));
        assertThat(names.getLast()).isEqualTo(names.getFirst() + ".proof");
        assertThat(download(browser, reach, span.replace("2099", "2020") + csrf).statusCode())
                .isEqualTo(400);
        assertThat(download(browser, reach, span.replace("sync", "probe") + csrf)
                        .statusCode())
                .isEqualTo(404);
        String answer = running.server.url() + page + "/alarms/" + id + "/acknowledge";
        assertThat(download(browser, URI.create(answer), "reason=%20" + csrf).statusCode())
                .isEqualTo(400);
        assertThat(download(browser, URI.create(answer), "reason=our+test" + csrf)
                        .statusCode())
                .isEqualTo(303);
    }

    @Test
    void aConnectionsPageGivesTheReportOfItsNewestReplacement() throws Exception {
        HttpClient browser = signedIn();
        String page = "/tenants/harbour/connections/sync";
        URI report = URI.create(running.server.url() + page + "/report");
        String csrf = "_csrf=" + csrf(browser, page);
        assertThat(download(browser, report, csrf).statusCode()).isEqualTo(404); // It was never replaced.
        running.ended(running.post("/reestablishments", Map.of("tenants", List.of("harbour"), "function", "sync")));
        HttpResponse<byte[]> zip = download(browser, report, csrf);
        assertThat(zip.statusCode()).isEqualTo(200);
        assertThat(names(zip.body()).getFirst()).startsWith("replacement-harbour-sync-");
        assertThat(running.raw(browser, "GET", page, null, Map.of()).body()).contains("Its key was replaced");
    }
}
