package org.postern.lab.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postern.lab.Answer;
import org.postern.lab.LabFixture;
import tools.jackson.databind.JsonNode;

class ControlApiTest {
    private static final String ANN = "/_lab/tenants/contoso.example/mailboxes/ann@contoso.example";

    private final LabFixture lab = LabFixture.start();

    @AfterEach
    void stop() {
        lab.close();
    }

    private List<JsonNode> messages() {
        return lab.control("GET", ANN + "/messages", "")
                .is(200)
                .json()
                .path("messages")
                .valueStream()
                .toList();
    }

    @Test
    void needsItsToken() {
        lab.send(lab.request("GET", "/_lab/state", "", "Authorization", "Bearer " + lab.accessToken()))
                .is(401);
        lab.send(lab.request("GET", "/_lab/state", "", "Accept", "*/*")).is(401);
    }

    @Test
    void showsStateAndCountsRequests() {
        lab.control("POST", "/_lab/requests/reset", "").is(200);
        lab.get("/v1.0/users").is(200);
        lab.post("/v1.0/$batch", "{\"requests\":[{\"id\":\"1\",\"method\":\"GET\",\"url\":\"/users\"}]}")
                .is(200);
        JsonNode state = lab.control("GET", "/_lab/state", "").is(200).json();
        assertThat(state.at("/requests/http").asInt()).isEqualTo(2);
        assertThat(state.at("/requests/batches").asInt()).isEqualTo(1);
        assertThat(state.at("/requests/subrequests").asInt()).isEqualTo(1);
        assertThat(state.at("/tenants/0/domain").asString()).isEqualTo("contoso.example");
        assertThat(state.at("/tenants/0/messages").asInt()).isEqualTo(33);
        assertThat(state.at("/tenants/1/messages").asInt()).isEqualTo(2);
    }

    @Test
    void showsEveryMessageWithItsHash() throws Exception {
        List<JsonNode> all = messages();
        assertThat(all).hasSize(28);
        JsonNode first = all.stream()
                .filter(message -> message.path("subject").asString().equals("harbour 2"))
                .findFirst()
                .orElseThrow();
        byte[] mime = LabFixture.mime("harbour", 2);
        assertThat(first.path("folderPath").asString()).isEqualTo("Projects/Harbour");
        assertThat(first.path("size").asInt()).isEqualTo(mime.length);
        assertThat(first.path("sha256").asString())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(mime)));
        Answer bytes = lab.control("GET", ANN + "/messages/" + first.path("id").asString() + "/mime", "");
        assertThat(bytes.is(200).body()).isEqualTo(mime);
        assertThat(lab.get("/v1.0/users/ann@contoso.example/messages/"
                                + first.path("id").asString())
                        .at("/subject"))
                .isEqualTo("harbour 2");
    }

    @Test
    void actsAsAUser() {
        assertThat(lab.control("POST", ANN + "/delete", "{\"folderPath\":\"Projects/Harbour\"}")
                        .is(200)
                        .json()
                        .path("deleted")
                        .asInt())
                .isEqualTo(3);
        assertThat(messages()).hasSize(25);
        String id = messages().getFirst().path("id").asString();
        lab.control("POST", ANN + "/move", "{\"ids\":[\"" + id + "\"],\"folderPath\":\"Kept/Here\"}")
                .is(200);
        lab.control("POST", ANN + "/mark", "{\"ids\":[\"" + id + "\"],\"isRead\":true}")
                .is(200);
        JsonNode moved = messages().stream()
                .filter(message -> message.path("id").asString().equals(id))
                .findFirst()
                .orElseThrow();
        assertThat(moved.path("folderPath").asString()).isEqualTo("Kept/Here");
        assertThat(moved.path("isRead").asBoolean()).isTrue();
        String mime = new String(LabFixture.mime("new", 1), StandardCharsets.US_ASCII);
        lab.control("POST", ANN + "/deliver?folderPath=Kept%2FHere", mime).is(200);
        lab.control("POST", ANN + "/deliver", mime).is(200);
        assertThat(messages()).hasSize(27);
        lab.control("POST", ANN + "/folder", "{\"action\":\"rename\",\"folderPath\":\"Kept\",\"name\":\"Held\"}")
                .is(200);
        assertThat(lab.control("GET", ANN + "/messages?folderPath=Held%2FHere", "")
                        .json()
                        .path("messages"))
                .hasSize(2);
        lab.control("POST", ANN + "/folder", "{\"action\":\"delete\",\"folderPath\":\"Held\"}")
                .is(200);
        assertThat(messages()).hasSize(25);
    }

    @Test
    void saysWhatIsWrong() {
        lab.control("POST", ANN + "/delete", "{}").is(400);
        lab.control("POST", ANN + "/delete", "{\"folderPath\":\"Nowhere\"}").is(404);
        lab.control("POST", ANN + "/explode", "{}").is(400);
        lab.control("GET", "/_lab/tenants/nowhere.example/mailboxes", "").is(404);
        lab.control("GET", "/_lab/nothing", "").is(404);
        lab.control("POST", "/_lab/clock", "{\"advanceSeconds\":-1}").is(400);
        lab.control("POST", "/_lab/clock", "nonsense").is(400);
        lab.control("POST", "/_lab/tenants/contoso.example/applications", "{\"certificate\":\"AAAA\"}")
                .is(400);
    }

    @Test
    void removesAKey() {
        JsonNode application = lab.control("GET", "/_lab/tenants/contoso.example/applications", "")
                .is(200)
                .json()
                .at("/applications/0");
        String path = "/_lab/tenants/contoso.example/applications/" + lab.appId() + "/keys/";
        lab.control("DELETE", path + application.at("/keys/0/keyId").asString(), "")
                .is(204);
        lab.control("DELETE", path + application.at("/keys/0/keyId").asString(), "")
                .is(404);
        lab.token(lab.assertion(LabFixture.KEY, lab.appId())).is(401);
    }

    @Test
    void listsFoldersWithTheirCounts() {
        JsonNode mailboxes = lab.control("GET", "/_lab/tenants/contoso.example/mailboxes", "")
                .is(200)
                .json();
        assertThat(mailboxes.path("mailboxes")).hasSize(2);
        assertThat(mailboxes.at("/mailboxes/0/messages").asInt()).isEqualTo(28);
        assertThat(mailboxes.at("/mailboxes/0/folders").toString()).contains("Projects/Harbour");
    }
}
