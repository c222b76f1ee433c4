package org.postern.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The pages' session: signing in, the token that changes carry, and the headers of every answer.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesTest {
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final Map<String, String> FORM = Map.of("Content-Type", "application/x-www-form-urlencoded");

    private RunningServer running;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        running = new RunningServer(directory);
    }

    @AfterAll
    void stop() {
        running.close();
    }

    private String csrf(HttpClient browser, String page) throws Exception {
        Matcher found =
                CSRF.matcher(running.raw(browser, "GET", page, null, Map.of()).body());
        assertThat(found.find()).as("a token in " + page).isTrue();
        return URLEncoder.encode(found.group(1), StandardCharsets.UTF_8);
    }

    private HttpResponse<String> signIn(HttpClient browser, String token) throws Exception {
        String body = "name=administrator&token=" + URLEncoder.encode(token, StandardCharsets.UTF_8) + "&_csrf="
                + csrf(browser, "/sign-in");
        return running.raw(browser, "POST", "/sign-in", body, FORM);
    }

    @Test
    void everyPageNeedsASignIn() throws Exception {
        for (String path : new String[] {"/", "/jobs", "/tenants/x", "/tenants/x/search", "/nothing"}) {
            HttpResponse<String> answer = running.raw("GET", path, null, Map.of());
            assertThat(answer.statusCode()).as(path).isEqualTo(302);
            assertThat(answer.headers().firstValue("Location").orElse("")).endsWith("/sign-in");
        }
        assertThat(running.raw("GET", "/actuator/health", null, Map.of()).body())
                .contains("UP");
        assertThat(running.raw("GET", "/assets/base.css", null, Map.of()).statusCode())
                .isEqualTo(200);
        assertThat(running.raw("GET", "/webjars/htmx.org/2.0.10/dist/htmx.min.js", null, Map.of())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void theTokenSignsInAndAChangeNeedsThePagesToken() throws Exception {
        HttpClient browser = RunningServer.browser();
        assertThat(signIn(browser, "postern_wrong_wrong_wrong_wrong_wrong_wrong")
                        .headers()
                        .firstValue("Location"))
                .get()
                .asString()
                .endsWith("/sign-in?wrong");
        assertThat(signIn(browser, running.token).headers().firstValue("Location"))
                .get()
                .asString()
                .endsWith("/");
        HttpResponse<String> page = running.raw(browser, "GET", "/", null, Map.of());
        assertThat(page.body()).contains("Add a tenant");

        String form = "id=quay&name=" + URLEncoder.encode("<b>Quay</b>", StandardCharsets.UTF_8);
        assertThat(running.raw(browser, "POST", "/tenants", form, FORM).statusCode())
                .isEqualTo(403);
        assertThat(running.raw(browser, "POST", "/api/v1/tenants", "{\"id\":\"quay\"}", Map.of())
                        .statusCode())
                .isEqualTo(403);
        HttpResponse<String> made =
                running.raw(browser, "POST", "/tenants", form + "&_csrf=" + csrf(browser, "/"), FORM);
        assertThat(made.statusCode()).isEqualTo(303);
        assertThat(running.raw(browser, "GET", "/", null, Map.of()).body())
                .contains("&lt;b>Quay")
                .doesNotContain("<b>Quay");
        HttpResponse<String> missing = running.raw(browser, "GET", "/tenants/nobody", null, Map.of());
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body()).contains("There is no such tenant.");
    }

    @Test
    void retentionIsSetHeldAndRunOnItsPage() throws Exception {
        HttpClient browser = RunningServer.browser();
        signIn(browser, running.token);
        running.post("/tenants", Map.of("id", "pier", "name", "Pier & Co"));
        String page = "/tenants/pier/retention";
        assertThat(body(browser, page)).contains("for ever", "There was none yet", "Nothing is held");
        assertThat(send(browser, page + "/policy", "days=30&versions=5").statusCode())
                .isEqualTo(303);
        assertThat(send(browser, page + "/policy", "days=-1&versions=5").statusCode())
                .isEqualTo(400);
        assertThat(body(browser, page)).contains("with limits", "value=\"30\"", "UTC, then every day");
        String hold = "name=case-1&reason=%3Cb%3Elaw&of=query&what=subject:quay";
        assertThat(send(browser, page + "/holds", hold).statusCode()).isEqualTo(303);
        assertThat(send(browser, page + "/holds", hold).statusCode()).isEqualTo(409);
        assertThat(body(browser, page)).contains("what matches: subject:quay", "&lt;b&gt;law");
        assertThat(running.raw(browser, "POST", page + "/run", "preview=false", FORM)
                        .statusCode())
                .isEqualTo(403);
        String job = send(browser, page + "/run", "preview=false")
                .headers()
                .firstValue("Location")
                .orElseThrow();
        assertThat(running.send("GET", job + "/events", null).body()).contains("succeeded");
        assertThat(body(browser, page)).contains("versions forgotten", job);
        assertThat(send(browser, page + "/holds/case-1/release", "").statusCode())
                .isEqualTo(303);
        assertThat(send(browser, page + "/holds/case-1/release", "").statusCode())
                .isEqualTo(404);
        assertThat(body(browser, page)).contains("Nothing is held");
    }

    @Test
    void theLedgersPageTellsWhatIsKnownAndWhereCheckpointsGo() throws Exception {
        HttpClient browser = RunningServer.browser();
        signIn(browser, running.token);
        running.post("/tenants", Map.of("id", "jetty", "name", "Jetty"));
        String page = "/tenants/jetty/ledger";
        assertThat(body(browser, page)).contains("never read from one end to the other", "tenant.created");
        assertThat(send(browser, page + "/verification", "").statusCode()).isEqualTo(303);
        assertThat(bodyOnce(browser, page, "The chain was whole")).contains("when all of it was read last");
        assertThat(send(browser, page + "/mail", "to=%3Cb%3Eme&from=x@y.example")
                        .statusCode())
                .isEqualTo(400);
        assertThat(running.raw(browser, "POST", page + "/mail", "to=a@b.example&from=x@y.example", FORM)
                        .statusCode())
                .isEqualTo(403);
        assertThat(send(browser, page + "/mail", "to=a@b.example&from=x@y.example")
                        .statusCode())
                .isEqualTo(303);
        assertThat(bodyOnce(browser, page, "Not anchored: mail to a@b.example"))
                .contains("no probe connection", "value=\"a@b.example\"", "anchor.set");
        JsonNode standing = running.get("/tenants/jetty").path("ledger");
        assertThat(standing.path("verification").path("whole").asBoolean(false)).isTrue();
        assertThat(standing.path("anchors").get(0).path("fault").asString("")).contains("no probe connection");
        assertThat(send(browser, page + "/mail", "to=&from=").statusCode()).isEqualTo(303);
        assertThat(body(browser, page)).contains("anchor.removed").doesNotContain("Not anchored");
    }

    private String bodyOnce(HttpClient browser, String page, String text) throws Exception {
        String shown = body(browser, page);
        for (int i = 0; i < 300 && !shown.contains(text); i++) {
            Thread.sleep(50);
            shown = body(browser, page);
        }
        assertThat(shown).contains(text);
        return shown;
    }

    private String body(HttpClient browser, String page) throws Exception {
        return running.raw(browser, "GET", page, null, Map.of()).body();
    }

    private HttpResponse<String> send(HttpClient browser, String path, String form) throws Exception {
        return running.raw(
                browser, "POST", path, form + (form.isEmpty() ? "" : "&") + "_csrf=" + csrf(browser, "/"), FORM);
    }

    @Test
    void everyAnswerCarriesTheHeadersThatKeepItSafe() throws Exception {
        for (String path : new String[] {"/sign-in", "/api/v1/status", "/nothing", "/assets/base.css"}) {
            var headers = running.raw("GET", path, null, Map.of()).headers();
            assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
                    .as(path)
                    .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
        }
        var session = running.raw("GET", "/sign-in", null, Map.of()).headers();
        assertThat(session.firstValue("Set-Cookie").orElse("")).contains("HttpOnly", "SameSite=Strict");
        assertThat(running.send("GET", "/status", null).headers().firstValue("Cache-Control"))
                .get()
                .asString()
                .contains("no-store");
    }
}
