package org.postern.lab.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postern.lab.Answer;
import org.postern.lab.LabFixture;
import tools.jackson.databind.JsonNode;

class BatchTest {
    private static final String ANN = "/users/ann@contoso.example";

    private final LabFixture lab = LabFixture.start();

    @AfterEach
    void stop() {
        lab.close();
    }

    private Answer batch(String... requests) {
        return lab.post("/v1.0/$batch", "{\"requests\":[" + String.join(",", requests) + "]}");
    }

    private static String get(String id, String url) {
        return "{\"id\":\"" + id + "\",\"method\":\"GET\",\"url\":\"" + url + "\"}";
    }

    private static JsonNode response(Answer batch, String id) {
        return batch.json()
                .path("responses")
                .valueStream()
                .filter(response -> response.path("id").asString().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no response " + id + " in " + batch.text()));
    }

    private List<String> ids() {
        return lab.getImmutable("/v1.0" + ANN + "/mailFolders/inbox/messages?$top=25").value().stream()
                .map(message -> message.path("id").asString())
                .toList();
    }

    @Test
    void givesTwentyMessagesAsBase64() {
        List<String> ids = ids().subList(0, 20);
        List<String> requests = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            requests.add(get(Integer.toString(i), ANN + "/messages/" + ids.get(i) + "/$value"));
        }
        Answer answer = batch(requests.toArray(String[]::new)).is(200);
        for (int i = 0; i < ids.size(); i++) {
            JsonNode response = response(answer, Integer.toString(i));
            assertThat(response.path("status").asInt()).isEqualTo(200);
            assertThat(response.at("/headers/Content-Type").asString()).isEqualTo("text/plain");
            assertThat(Base64.getDecoder().decode(response.path("body").asString()))
                    .isEqualTo(LabFixture.mime("ann", 25 - i));
        }
        assertThat(lab.lab().counters().counts().subrequests()).isEqualTo(20);
    }

    @Test
    void refusesWhatIsNoBatch() {
        String[] many = IntStream.range(0, 21)
                .mapToObj(i -> get(Integer.toString(i), "/users"))
                .toArray(String[]::new);
        batch(many).is(400);
        batch(get("1", "/users"), get("1", "/users")).is(400);
        batch(get("1", "https://elsewhere.example/v1.0/users")).is(400);
        lab.post("/v1.0/$batch", "{}").is(400);
        lab.post("/v1.0/$batch", "nonsense").is(400);
        lab.get("/v1.0/$batch").is(405);
    }

    @Test
    void oneFailureFailsNoOther() {
        Answer answer = batch(
                        get("a", ANN + "/messages/nonsense"),
                        get("b", "/users?$top=1"),
                        get("c", ANN + "/mailFolders/inbox/messages?$top=1&$select=subject"),
                        get("d", "/users/%zz"))
                .is(200);
        assertThat(response(answer, "a").path("status").asInt()).isEqualTo(400);
        assertThat(response(answer, "a").at("/body/error/code").asString()).isEqualTo("ErrorInvalidIdMalformed");
        assertThat(response(answer, "b").path("status").asInt()).isEqualTo(200);
        assertThat(response(answer, "c").at("/body/value/0/subject").asString()).isEqualTo("ann 25");
        assertThat(response(answer, "d").path("status").asInt()).isEqualTo(400);
    }

    @Test
    void dependentsOfAFailureFail() {
        String dependent = "{\"id\":\"2\",\"dependsOn\":[\"1\"],\"method\":\"GET\",\"url\":\"/users\"}";
        String third = "{\"id\":\"3\",\"dependsOn\":[\"2\"],\"method\":\"GET\",\"url\":\"/users\"}";
        Answer failed =
                batch(get("1", ANN + "/messages/nonsense"), dependent, third).is(200);
        assertThat(response(failed, "2").path("status").asInt()).isEqualTo(424);
        assertThat(response(failed, "3").path("status").asInt()).isEqualTo(424);
        Answer good = batch(get("1", "/users"), dependent, third).is(200);
        assertThat(response(good, "3").path("status").asInt()).isEqualTo(200);
        batch(dependent).is(400);
    }

    @Test
    void carriesBodiesAndHeaders() {
        String mime = Base64.getEncoder().encodeToString(LabFixture.mime("batched", 1));
        Answer answer = batch(
                        "{\"id\":\"1\",\"method\":\"POST\",\"url\":\"" + ANN
                                + "/messages\",\"headers\":{\"Content-Type\":"
                                + "\"text/plain\",\"Prefer\":\"IdType=\\\"ImmutableId\\\"\"},\"body\":\"" + mime
                                + "\"}",
                        "{\"id\":\"2\",\"method\":\"PATCH\",\"url\":\"" + ANN + "/messages/" + ids().getFirst()
                                + "\",\"headers\":{\"Content-Type\":\"application/json\"},\"body\":{\"isRead\":true}}",
                        "{\"id\":\"3\",\"method\":\"DELETE\",\"url\":\"" + ANN + "/messages/" + ids().getLast() + "\"}")
                .is(200);
        JsonNode made = response(answer, "1");
        assertThat(made.path("status").asInt()).as(answer.text()).isEqualTo(201);
        assertThat(made.at("/headers/Preference-Applied").asString()).contains("ImmutableId");
        assertThat(lab.get("/v1.0" + ANN + "/messages/" + made.at("/body/id").asString() + "/$value")
                        .body())
                .isEqualTo(LabFixture.mime("batched", 1));
        assertThat(response(answer, "2").at("/body/isRead").asBoolean()).isTrue();
        assertThat(response(answer, "3").path("status").asInt()).isEqualTo(204);
        assertThat(response(answer, "3").has("body")).isFalse();
    }

    @Test
    void everyRequestInsideCountsForTheLimit() {
        lab.control("POST", "/_lab/settings", "{\"throttling\":{\"requestsPerTenMinutes\":15}}")
                .is(200);
        String all = IntStream.range(0, 20)
                .mapToObj(i -> get(Integer.toString(i), ANN + "/mailFolders/inbox"))
                .collect(Collectors.joining(","));
        Answer answer = batch(all).is(200);
        List<Integer> statuses = answer.json()
                .path("responses")
                .valueStream()
                .map(response -> response.path("status").asInt())
                .toList();
        assertThat(statuses.stream().filter(status -> status == 200)).hasSize(15);
        assertThat(statuses.stream().filter(status -> status == 429)).hasSize(5);
        int retry = Integer.parseInt(
                response(answer, "19").at("/headers/Retry-After").asString());
        assertThat(retry).isBetween(500, 600);
        lab.get("/v1.0" + ANN + "/mailFolders/inbox").isError(429, "ApplicationThrottled");
        lab.get("/v1.0/users/ben@contoso.example/mailFolders/inbox").is(200);
        lab.control("POST", "/_lab/clock", "{\"advanceSeconds\":601}").is(200);
        lab.get("/v1.0" + ANN + "/mailFolders/inbox").is(200);
    }

    @Test
    void needsAToken() {
        Answer answer = lab.send(lab.request("POST", "/v1.0/$batch", "{\"requests\":[]}", "Accept", "*/*"));
        answer.isError(401, "InvalidAuthenticationToken");
    }
}
