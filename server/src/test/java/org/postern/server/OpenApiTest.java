package org.postern.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The description of the API, and who may use it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiTest {
    private RunningServer running;
    private JsonNode document;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        running = new RunningServer(directory);
        document = running.get("/openapi.json");
    }

    @AfterAll
    void stop() {
        running.close();
    }

    @Test
    void namesEveryRouteOfTheContract() {
        Set<String> routes = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method ->
                                routes.add(method.getKey() + " " + path.getKey().substring("/api/v1".length()))));
        String mailbox = "/tenants/{tenant}/mailboxes/{mailbox}";
        String connection = "/tenants/{tenant}/connections/{function}";
        assertThat(routes)
                .containsExactlyInAnyOrder(
                        "get /status",
                        "get /openapi.json",
                        "get /tenants",
                        "post /tenants",
                        "get /tenants/{tenant}",
                        "get /tenants/{tenant}/connections",
                        "post /tenants/{tenant}/connections",
                        "get /tenants/{tenant}/connections/kill-switch",
                        "get " + connection + "/kit",
                        "post " + connection + "/registration",
                        "post " + connection + "/check",
                        "delete " + connection,
                        "get " + connection + "/keys",
                        "get " + connection + "/roll",
                        "post " + connection + "/roll",
                        "post /tenants/{tenant}/cessation",
                        "post /reestablishments",
                        "get /tenants/{tenant}/mailboxes",
                        "get " + mailbox + "/folders",
                        "get " + mailbox + "/folders/{folder}/messages",
                        "get " + mailbox + "/messages/{message}",
                        "get " + mailbox + "/messages/{message}/history",
                        "get " + mailbox + "/messages/{message}/mime",
                        "get " + mailbox + "/digests",
                        "get /tenants/{tenant}/search",
                        "post /tenants/{tenant}/sync",
                        "post /tenants/{tenant}/restores",
                        "post /tenants/{tenant}/exports",
                        "get /tenants/{tenant}/retention",
                        "put /tenants/{tenant}/retention",
                        "post /tenants/{tenant}/retention/run",
                        "get /tenants/{tenant}/holds",
                        "post /tenants/{tenant}/holds",
                        "delete /tenants/{tenant}/holds/{hold}",
                        "get /tenants/{tenant}/ledger",
                        "get /tenants/{tenant}/ledger/verification",
                        "post /tenants/{tenant}/ledger/verification",
                        "get /tenants/{tenant}/ledger/standing",
                        "put /tenants/{tenant}/ledger/mail",
                        "delete /tenants/{tenant}/ledger/mail",
                        "get /tenants/{tenant}/ledger/checkpoint",
                        "get /tenants/{tenant}/ledger/export",
                        "get /tenants/{tenant}/ledger/proofs/{number}",
                        "get /tenants/{tenant}/ledger/growth",
                        "get /tenants/{tenant}/watch",
                        "put /tenants/{tenant}/watch",
                        "post /tenants/{tenant}/watch/poll",
                        "get /tenants/{tenant}/watch/alarms",
                        "post /tenants/{tenant}/watch/alarms/{alarm}/acknowledgement",
                        "post /tenants/{tenant}/watch/activity",
                        "post /tenants/{tenant}/watch/reach",
                        "get /jobs",
                        "get /jobs/{job}",
                        "get /jobs/{job}/events",
                        "post /jobs/{job}/cancel",
                        "get /jobs/{job}/download");
    }

    @Test
    void everyReferenceLeadsToASchema() {
        JsonNode schemas = document.path("components").path("schemas");
        for (String reference : document.findValuesAsString("$ref")) {
            assertThat(schemas.has(reference.substring("#/components/schemas/".length())))
                    .as(reference)
                    .isTrue();
        }
        assertThat(schemas.path("Problem").path("properties").has("advice")).isTrue();
    }

    @Test
    void noRouteAnswersWithoutTheToken() throws Exception {
        Map<String, String> ways = new HashMap<>();
        ways.put("none", "");
        ways.put("wrong", "Bearer " + running.token.replace(running.token.charAt(20), '_'));
        ways.put("other scheme", "Basic " + running.token);
        for (var path : document.path("paths").properties()) {
            for (var method : path.getValue().properties()) {
                String url = path.getKey().replaceAll("\\{[a-z]+}", "x");
                String verb = method.getKey().toUpperCase(java.util.Locale.ROOT);
                for (var way : ways.entrySet()) {
                    Map<String, String> headers =
                            way.getValue().isEmpty() ? Map.of() : Map.of("Authorization", way.getValue());
                    HttpResponse<String> answer = running.raw(verb, url, null, headers);
                    assertThat(answer.statusCode())
                            .as(verb + " " + url + " with token " + way.getKey())
                            .isIn(401, 403, 429);
                    assertThat(answer.body()).contains("\"advice\"");
                }
            }
        }
        assertThat(running.send("GET", "/status", null).statusCode())
                .as("whoever brings the right token comes in, however many failed before")
                .isEqualTo(200);
    }
}
