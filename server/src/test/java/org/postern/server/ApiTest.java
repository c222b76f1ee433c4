package org.postern.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.postern.lab.world.FolderView;
import org.postern.lab.world.MailboxStore;
import tools.jackson.databind.JsonNode;

/// The API over real HTTP, a real vault and the lab's Exchange.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiTest {
    private static final String TENANT = "/tenants/harbour";

    private RunningServer running;
    private String anna;
    private String inbox;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        running = new RunningServer(directory);
        running.connect("harbour");
        running.post("/tenants", Map.of("id", "other"));
        JsonNode synced = running.ended(running.post(TENANT + "/sync", Map.of()));
        assertThat(synced.path("state").asString()).as("%s", synced).isEqualTo("succeeded");
        anna = mailbox("anna@harbour.example").path("id").asString();
        inbox = folder("Inbox").path("id").asString();
    }

    @AfterAll
    void stop() {
        running.close();
    }

    private JsonNode mailbox(String address) throws Exception {
        for (JsonNode mailbox : running.get(TENANT + "/mailboxes").path("items")) {
            if (mailbox.path("address").asString().equals(address)) {
                return mailbox;
            }
        }
        throw new AssertionError("no mailbox " + address);
    }

    private JsonNode folder(String path) throws Exception {
        for (JsonNode folder :
                running.get(TENANT + "/mailboxes/" + anna + "/folders").path("items")) {
            if (folder.path("path").asString().equals(path)) {
                return folder;
            }
        }
        throw new AssertionError("no folder " + path);
    }

    private List<JsonNode> messages(String folder) throws Exception {
        List<JsonNode> all = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = running.get(
                    TENANT + "/mailboxes/" + anna + "/folders/" + encoded(folder) + "/messages?limit=5" + after);
            page.path("items").forEach(all::add);
            after = page.path("next").isNull()
                    ? ""
                    : "&after=" + encoded(page.path("next").asString());
        } while (!after.isEmpty());
        return all;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Test
    void mailboxesTellTheirSync() throws Exception {
        JsonNode mailbox = mailbox("anna@harbour.example");
        assertThat(mailbox.path("messages").asInt()).isEqualTo(SmallOrganisation.INBOX + 1);
        assertThat(mailbox.path("sync").path("state").asString()).isEqualTo("ok");
        assertThat(mailbox.path("sync").path("progressPercent").asInt()).isEqualTo(100);
    }

    @Test
    void aFolderIsPagedWithoutLossOrDoubles() throws Exception {
        List<JsonNode> found = messages(inbox);
        assertThat(found).hasSize(SmallOrganisation.INBOX);
        assertThat(found.stream().map(message -> message.path("id").asString()).distinct())
                .hasSize(SmallOrganisation.INBOX);
        assertThat(folder("Projects/Quay%2FNorth").path("messages").asInt()).isEqualTo(1);
    }

    @Test
    void aMessageIsReadAsTextAndComesBackToTheByte() throws Exception {
        JsonNode hostile = messages(inbox).stream()
                .filter(message -> message.path("subject").asString().contains("script"))
                .findFirst()
                .orElseThrow();
        String path = TENANT + "/mailboxes/" + anna + "/messages/"
                + encoded(hostile.path("id").asString());
        JsonNode read = running.get(path);
        assertThat(read.path("text").asString()).contains("berth 3").doesNotContain("steal");
        assertThat(read.path("headers").findValuesAsString("name")).contains("Message-ID");
        assertThat(running.bytes(path + "/mime")).isEqualTo(SmallOrganisation.bytes("Anna", 3));
        assertThat(running.get(path + "/history").path("items")).hasSize(1);
        HttpResponse<String> before = running.send("GET", path + "?asAt=2020-01-01T00:00:00Z", null);
        assertThat(before.statusCode()).isEqualTo(404);
    }

    @Test
    void digestsAreThoseOfTheRebuiltBytes() throws Exception {
        String lines = running.send("GET", TENANT + "/mailboxes/" + anna + "/digests", null)
                .body();
        assertThat(lines.lines()).hasSize(SmallOrganisation.INBOX + 1);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(SmallOrganisation.bytes("Anna", 99));
        assertThat(lines).contains(HexFormat.of().formatHex(digest));
    }

    @Test
    void searchFindsAndTellsWhatItDoesNotUnderstand() throws Exception {
        JsonNode found = running.get(TENANT + "/search?words=crane&mailbox=anna@harbour.example&limit=5");
        assertThat(found.path("total").asInt()).isEqualTo(SmallOrganisation.INBOX + 1);
        assertThat(found.path("items")).hasSize(5);
        problem(running.send("GET", TENANT + "/search?words=crane&order=sideways", null), 400);
        problem(running.send("GET", TENANT + "/search?words=crane&since=yesterday", null), 400);
        problem(running.send("GET", TENANT + "/search?words=crane&limit=100000", null), 400);
    }

    @Test
    void whatIsDeletedIsPreviewedRestoredOnceAndExported() throws Exception {
        Instant before = Instant.now();
        Thread.sleep(1_100); // The lab's mail has whole seconds.
        MailboxStore lab = running.lab.world().tenants().getFirst().users().stream()
                .filter(user -> user.id().toString().equals(anna))
                .findFirst()
                .orElseThrow()
                .mailbox();
        FolderView gone = lab.folders().stream()
                .filter(folder -> folder.pathText().endsWith("Quay%2FNorth")
                        || folder.pathText().endsWith("Quay/North"))
                .findFirst()
                .orElseThrow();
        lab.items(gone.number()).forEach(item -> lab.purge(item.number()));
        running.ended(running.post(TENANT + "/sync", Map.of("mailboxes", List.of("anna@harbour.example"))));
        String folder = folder("Projects/Quay%2FNorth").path("id").asString();
        assertThat(messages(folder)).isEmpty();

        Map<String, Object> order = Map.of("mailbox", anna, "folder", folder, "asAt", before.toString());
        JsonNode plan = running.ended(running.post(TENANT + "/restores", with(order, "dryRun", true)));
        assertThat(plan.path("result").path("created").asInt()).as("%s", plan).isEqualTo(1);
        assertThat(lab.items(gone.number())).isEmpty();
        JsonNode done = running.ended(running.post(TENANT + "/restores", order));
        assertThat(done.path("result").path("created").asInt()).as("%s", done).isEqualTo(1);
        JsonNode again = running.ended(running.post(TENANT + "/restores", order));
        assertThat(again.path("result").path("created").asInt()).as("%s", again).isZero();
        assertThat(lab.items(gone.number())).hasSize(1);

        JsonNode export = running.ended(running.post(TENANT + "/exports", with(order, "format", "eml")));
        assertThat(export.path("result").path("messages").asInt())
                .as("%s", export)
                .isEqualTo(1);
        byte[] zip = running.bytes("/jobs/" + export.path("id").asString() + "/download");
        try (ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(zip))) {
            ZipEntry entry = entries.getNextEntry();
            while (entry != null && entry.isDirectory()) {
                entry = entries.getNextEntry();
            }
            assertThat(entries.readAllBytes()).isEqualTo(SmallOrganisation.bytes("Anna", 99));
        }
    }

    private static Map<String, Object> with(Map<String, Object> order, String name, Object value) {
        Map<String, Object> all = new java.util.HashMap<>(order);
        all.put(name, value);
        return all;
    }

    @Test
    void anotherTenantsIdsFindNothing() throws Exception {
        String item = encoded(messages(inbox).getFirst().path("id").asString());
        String other = "/tenants/other";
        for (String path : List.of(
                "/mailboxes/" + anna + "/folders",
                "/mailboxes/" + anna + "/folders/" + encoded(inbox) + "/messages",
                "/mailboxes/" + anna + "/messages/" + item,
                "/mailboxes/" + anna + "/messages/" + item + "/history",
                "/mailboxes/" + anna + "/messages/" + item + "/mime",
                "/mailboxes/" + anna + "/digests",
                "/search?mailbox=" + anna,
                "/connections/sync/kit")) {
            problem(running.send("GET", other + path, null), 404);
        }
        String body = "{\"mailbox\":\"" + anna + "\",\"asAt\":\"2026-11-01T00:00:00Z\",\"format\":\"eml\"}";
        problem(running.send("POST", other + "/exports", body), 404);
        problem(running.send("POST", other + "/restores", body.replace(",\"format\":\"eml\"", "")), 404);
        problem(running.send("POST", other + "/sync", "{\"mailboxes\":[\"" + anna + "\"]}"), 404);
        problem(running.send("GET", "/tenants/nobody", null), 404);
        problem(running.send("GET", "/tenants/No%2FBody", null), 404);
        problem(running.send("GET", "/jobs/0123456789", null), 404);
    }

    @Test
    void everyActIsInTheLedgerAndTheChainIsWhole() throws Exception {
        JsonNode entries = running.get(TENANT + "/ledger?limit=1000").path("items");
        assertThat(entries.findValuesAsString("kind"))
                .startsWith("tenant.created")
                .contains("connection.created", "connection.registered", "connection.check", "sync.start");
        JsonNode verification = running.get(TENANT + "/ledger/verification");
        assertThat(verification.path("whole").asBoolean()).isTrue();
    }

    @Test
    void theLedgerIsGivenOutWithWhatChecksIt() throws Exception {
        JsonNode checkpoint = running.get(TENANT + "/ledger/checkpoint");
        String note = checkpoint.path("note").asString();
        String key = checkpoint.path("key").asString();
        assertThat(checkpoint.path("anchors").isArray()).isTrue();
        String export = running.send("GET", TENANT + "/ledger/export", null).body();
        assertThat(export)
                .startsWith("postern-ledger-export 1\ntenant ")
                .contains("\nkey " + key + "\n\n" + note.lines().findFirst().orElseThrow() + "\n")
                .contains("{\"n\":1,")
                .endsWith("\"}\n");
        String proof = running.send("GET", TENANT + "/ledger/proofs/2", null).body();
        assertThat(proof).startsWith("c2sp.org/tlog-proof@v1\nextra ").contains("\nindex 1\n");
        String growth =
                running.send("GET", TENANT + "/ledger/growth?from=1", null).body();
        assertThat(growth).startsWith("old 1\n").contains("\n\n" + key.substring(0, key.indexOf('+')) + "\n");
        assertThat(running.send("GET", TENANT + "/ledger/proofs/999999", null).statusCode())
                .isGreaterThanOrEqualTo(400);
    }

    @Test
    void retentionAndHoldsAreSetRunAndInTheLedger() throws Exception {
        assertThat(running.get("/status").path("retentionHour").asInt()).isEqualTo(3);
        JsonNode first = running.get(TENANT + "/retention");
        assertThat(first.path("days").asInt()).isZero();
        assertThat(first.path("nextRun").isNull()).as("%s", first).isTrue();
        assertThat(first.path("lastRun").isNull()).as("%s", first).isTrue();
        assertThat(running.send("PUT", TENANT + "/retention", "{\"days\":3650,\"versions\":5}")
                        .statusCode())
                .isEqualTo(200);
        problem(running.send("PUT", TENANT + "/retention", "{\"days\":36136}"), 400);
        JsonNode policy = running.get(TENANT + "/retention");
        assertThat(policy.path("days").asInt()).isEqualTo(3_650);
        assertThat(policy.path("versions").asInt()).isEqualTo(5);
        JsonNode hold = running.post(
                TENANT + "/holds", Map.of("name", "case-1", "reason", "lawsuit", "mailbox", "anna@harbour.example"));
        assertThat(hold.path("mailbox").asString()).isEqualTo(anna);
        running.post(TENANT + "/holds", Map.of("name", "case-2", "reason", "audit", "query", "subject:quay"));
        problem(running.send("POST", TENANT + "/holds", "{\"name\":\"case-1\",\"reason\":\"x\",\"query\":\"y\"}"), 409);
        problem(running.send("POST", TENANT + "/holds", "{\"name\":\"case-3\",\"reason\":\"x\"}"), 400);
        problem(running.send("DELETE", "/tenants/other/holds/case-1", null), 404);
        assertThat(running.get(TENANT + "/holds").path("items")).hasSize(2);
        assertThat(running.get("/tenants/other/holds").path("items")).isEmpty();
        JsonNode dry = running.ended(running.post(TENANT + "/retention/run", Map.of("dryRun", true)));
        assertThat(dry.path("result").path("dryRun").asBoolean()).as("%s", dry).isTrue();
        JsonNode run = running.ended(running.post(TENANT + "/retention/run", Map.of()));
        assertThat(run.path("state").asString()).as("%s", run).isEqualTo("succeeded");
        JsonNode after = running.get(TENANT + "/retention");
        assertThat(after.path("lastRun").path("id")).isEqualTo(run.path("id"));
        assertThat(Instant.parse(after.path("nextRun").asString()))
                .isBetween(Instant.now(), Instant.now().plus(Duration.ofDays(1)));
        assertThat(running.send("DELETE", TENANT + "/holds/case-1", null).statusCode())
                .isEqualTo(204);
        assertThat(running.get(TENANT + "/holds").path("items")).hasSize(1);
        assertThat(running.get(TENANT + "/ledger?limit=1000").path("items").findValuesAsString("kind"))
                .contains("retention.set", "hold.add", "retention.preview", "retention.run", "hold.release");
    }

    @Test
    void whatIsNotUnderstoodIsToldWithAdvice() throws Exception {
        problem(running.send("POST", "/tenants", "{\"id\":\"Not Good\"}"), 400);
        problem(running.send("POST", "/tenants", "{\"id\":\"harbour\"}"), 409);
        problem(running.send("POST", "/tenants", "{\"id\":"), 400);
        problem(running.send("POST", TENANT + "/restores", "{\"mailbox\":\"" + anna + "\"}"), 400);
        problem(running.send("POST", TENANT + "/restores", "{\"dryrun\":true}"), 400);
        problem(
                running.send(
                        "POST", TENANT + "/connections", "{\"function\":\"sync\",\"directoryTenant\":\"x.example\"}"),
                409);
        problem(running.send("GET", "/nothing", null), 404);
        problem(running.send("DELETE", "/tenants", null), 405);
        problem(running.send("GET", TENANT + "/ledger?after=abc", null), 400);
    }

    static JsonNode problem(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.uri() + " " + answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).contains("application/problem+json");
        JsonNode problem = new tools.jackson.databind.json.JsonMapper().readTree(answer.body());
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        for (String part : List.of("type", "title", "detail", "advice")) {
            assertThat(problem.path(part).asString(""))
                    .as(part + " of " + problem)
                    .isNotBlank();
        }
        return problem;
    }
}
