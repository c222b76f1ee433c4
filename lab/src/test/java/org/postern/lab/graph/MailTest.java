package org.postern.lab.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postern.lab.Answer;
import org.postern.lab.LabFixture;
import tools.jackson.databind.JsonNode;

class MailTest {
    private static final String ANN = "/v1.0/users/ann@contoso.example";
    private static final String INBOX = ANN + "/mailFolders/inbox";

    private final LabFixture lab = LabFixture.start(Throttle.Limits.OFF);

    @AfterEach
    void stop() {
        lab.close();
    }

    private String firstId() {
        return lab.getImmutable(INBOX + "/messages?$top=1")
                .is(200)
                .value()
                .getFirst()
                .path("id")
                .asString();
    }

    private Answer createMime(String path, byte[] mime) {
        return lab.graph(
                "POST",
                path,
                Base64.getMimeEncoder().encodeToString(mime),
                "Content-Type",
                "text/plain",
                "Prefer",
                "IdType=\"ImmutableId\"");
    }

    @Test
    void listsFoldersByPageAndByName() {
        Answer first = lab.get(ANN + "/mailFolders?$top=3").is(200);
        assertThat(first.value()).hasSize(3);
        Answer next = lab.get(first.link("@odata.nextLink")).is(200);
        assertThat(next.value()).hasSize(3);
        assertThat(next.link("@odata.nextLink")).contains("$skip=6").contains("$top=3");
        assertThat(lab.get(ANN + "/mailFolders?$top=50").value())
                .extracting(MailTest::name)
                .contains("Inbox", "Sent Items", "Projects")
                .doesNotContain("Deletions", "Harbour");
        assertThat(lab.get(ANN + "/mailFolders?$top=50&includeHiddenFolders=true")
                        .value())
                .extracting(MailTest::name)
                .contains("Deletions");
        for (String name : List.of(
                "inbox",
                "drafts",
                "sentitems",
                "deleteditems",
                "archive",
                "junkemail",
                "msgfolderroot",
                "recoverableitemsdeletions")) {
            lab.get(ANN + "/mailFolders/" + name).is(200);
        }
        assertThat(lab.get(ANN + "/mailFolders('inbox')")
                        .json()
                        .path("totalItemCount")
                        .asInt())
                .isEqualTo(25);
        assertThat(lab.get(INBOX).json().path("unreadItemCount").asInt()).isEqualTo(13);
    }

    private static String name(JsonNode folder) {
        return folder.path("displayName").asString();
    }

    @Test
    void makesRenamesMovesAndDeletesFolders() {
        String made = lab.post(ANN + "/mailFolders", "{\"displayName\":\"Made\"}")
                .is(201)
                .at("/id");
        lab.post(ANN + "/mailFolders", "{\"displayName\":\"made\"}").isError(409, "ErrorFolderExists");
        lab.patch(ANN + "/mailFolders/" + made, "{\"displayName\":\"Renamed\"}").is(200);
        String child = lab.post(ANN + "/mailFolders/" + made + "/childFolders", "{\"displayName\":\"Child\"}")
                .is(201)
                .at("/id");
        assertThat(lab.get(ANN + "/mailFolders/" + made)
                        .json()
                        .path("childFolderCount")
                        .asInt())
                .isEqualTo(1);
        lab.post(ANN + "/mailFolders/" + made + "/move", "{\"destinationId\":\"" + child + "\"}")
                .isError(400, "ErrorMoveCopyFailed");
        lab.post(ANN + "/mailFolders/" + child + "/move", "{\"destinationId\":\"inbox\"}")
                .is(201);
        assertThat(lab.get(INBOX + "/childFolders").value())
                .extracting(MailTest::name)
                .containsExactly("Child");
        lab.graph("DELETE", ANN + "/mailFolders/" + made, "").is(204);
        lab.get(ANN + "/mailFolders/" + made).isError(404, "ErrorItemNotFound");
        lab.graph("DELETE", INBOX, "").isError(403, "ErrorDeleteDistinguishedFolder");
    }

    @Test
    void messagesCarryWhatGraphSays() {
        JsonNode message = lab.get(ANN + "/messages/" + firstId()).is(200).json();
        assertThat(message.path("subject").asString()).isEqualTo("ann 25");
        assertThat(message.at("/from/emailAddress/name").asString()).isEqualTo("Dora");
        assertThat(message.at("/from/emailAddress/address").asString()).isEqualTo("dora@elsewhere.example");
        assertThat(message.at("/toRecipients/0/emailAddress/address").asString())
                .isEqualTo("ann@contoso.example");
        assertThat(message.path("internetMessageId").asString()).isEqualTo("<ann-25@elsewhere.example>");
        assertThat(message.path("receivedDateTime").asString()).isEqualTo("2026-03-01T08:25:00Z");
        assertThat(message.path("sentDateTime").asString()).isEqualTo("2026-03-01T08:00:00Z");
        assertThat(message.path("bodyPreview").asString()).startsWith("Hello \u00e9\u00ff 25");
        assertThat(message.at("/body/contentType").asString()).isEqualTo("text");
        assertThat(message.at("/flag/flagStatus").asString()).isEqualTo("notFlagged");
        assertThat(message.path("@odata.etag").asString())
                .isEqualTo("W/\"" + message.path("changeKey").asString() + "\"");
        for (String property : List.of(
                "parentFolderId",
                "conversationId",
                "webLink",
                "importance",
                "isRead",
                "isDraft",
                "hasAttachments",
                "categories",
                "createdDateTime",
                "lastModifiedDateTime",
                "ccRecipients",
                "replyTo")) {
            assertThat(message.has(property)).as(property).isTrue();
        }
    }

    @Test
    void listsByPageOrderFilterAndSelect() {
        Answer first =
                lab.get(INBOX + "/messages?$select=subject&$top=20&$count=true").is(200);
        assertThat(first.value()).hasSize(20);
        assertThat(first.json().path("@odata.count").asInt()).isEqualTo(25);
        assertThat(first.value().getFirst().propertyNames()).containsExactlyInAnyOrder("@odata.etag", "id", "subject");
        assertThat(lab.get(first.link("@odata.nextLink")).is(200).value()).hasSize(5);
        assertThat(lab.get(INBOX + "/messages").value()).as("ten by default").hasSize(10);
        assertThat(subjects("$orderby=receivedDateTime asc&$top=1")).containsExactly("ann 1");
        assertThat(subjects("$filter=internetMessageId eq '<ann-7@elsewhere.example>'"))
                .containsExactly("ann 7");
        assertThat(subjects("$filter=isRead eq true and receivedDateTime ge 2026-03-01T08:22:00Z"))
                .containsExactly("ann 24", "ann 22");
        lab.get(INBOX + "/messages?$filter=nonsense").isError(400, "ErrorInvalidUrlQueryFilter");
        lab.get(INBOX + "/messages?$top=x").is(400);
        assertThat(lab.get(ANN + "/messages?$top=100").value())
                .as("all folders")
                .hasSize(28);
    }

    private List<String> subjects(String query) {
        return lab.get(INBOX + "/messages?" + query).is(200).value().stream()
                .map(message -> message.path("subject").asString())
                .toList();
    }

    @Test
    void givesBackExactlyTheBytesStored() {
        for (JsonNode message : lab.getImmutable(INBOX + "/messages?$top=50").value()) {
            String subject = message.path("subject").asString();
            int number = Integer.parseInt(subject.substring(4));
            Answer mime = lab.get(ANN + "/messages/" + message.path("id").asString() + "/$value")
                    .is(200);
            assertThat(mime.body()).isEqualTo(LabFixture.mime("ann", number));
            assertThat(mime.header("Content-Type")).startsWith("text/plain");
        }
    }

    @Test
    void mimeMakesADraftForEver() {
        byte[] mime = LabFixture.mime("made", 1);
        JsonNode made = createMime(INBOX + "/messages", mime).is(201).json();
        String path = ANN + "/messages/" + made.path("id").asString();
        assertThat(made.path("isDraft").asBoolean()).isTrue();
        assertThat(lab.get(path + "/$value").body()).isEqualTo(mime);
        lab.patch(path, "{\"isDraft\":false}").isError(400, "ErrorInvalidPropertySet");
        lab.patch(path, "{\"singleValueExtendedProperties\":[{\"id\":\"Integer 0x0E07\",\"value\":\"1\"}]}")
                .is(200);
        assertThat(lab.get(path).json().path("isDraft").asBoolean()).isTrue();
        createMime(ANN + "/messages", mime).is(201);
        assertThat(lab.get(ANN + "/mailFolders/drafts")
                        .json()
                        .path("totalItemCount")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void refusesMimeThatIsTooLargeOrNone() {
        createMime(INBOX + "/messages", new byte[0]).isError(400, "ErrorMimeContentInvalid");
        byte[] large = new byte[3 * 1024 * 1024 + 200_000];
        createMime(INBOX + "/messages", large).isError(413, "RequestEntityTooLarge");
    }

    @Test
    void jsonWithMessageFlagsMakesAReceivedMessage() {
        String json = """
                {"subject":"Réstored","body":{"contentType":"html","content":"<p>Hé</p>"},
                 "from":{"emailAddress":{"name":"Eve","address":"eve@x.example"}},
                 "toRecipients":[{"emailAddress":{"address":"ann@contoso.example"}}],
                 "isRead":true,"categories":["Red"],
                 "attachments":[{"@odata.type":"#microsoft.graph.fileAttachment","name":"a.txt",
                                 "contentType":"text/plain","contentBytes":"aGk="}],
                 "singleValueExtendedProperties":[
                   {"id":"Integer 0x0E07","value":"4"},
                   {"id":"SystemTime 0x0039","value":"2020-01-02T03:04:05Z"},
                   {"id":"SystemTime 0x0E06","value":"2020-01-02T03:04:06Z"},
                   {"id":"String {00020329-0000-0000-C000-000000000046} Name PosternKey","value":"k1"}]}""";
        JsonNode made = lab.post(INBOX + "/messages", json).is(201).json();
        assertThat(made.path("isDraft").asBoolean()).isFalse();
        assertThat(made.path("subject").asString()).isEqualTo("Réstored");
        assertThat(made.path("sentDateTime").asString()).isEqualTo("2020-01-02T03:04:05Z");
        assertThat(made.path("receivedDateTime").asString()).isEqualTo("2020-01-02T03:04:06Z");
        assertThat(made.path("hasAttachments").asBoolean()).isTrue();
        String id = made.path("id").asString();
        assertThat(lab.get(ANN + "/messages/" + id + "/attachments")
                        .value()
                        .getFirst()
                        .path("contentBytes")
                        .asString())
                .isEqualTo("aGk=");
        Answer found = lab.get(INBOX + "/messages?$filter=singleValueExtendedProperties/Any(ep: ep/id eq "
                + "'String {00020329-0000-0000-C000-000000000046} Name PosternKey' and ep/value eq 'k1')"
                + "&$expand=singleValueExtendedProperties($filter=id eq 'Integer 0x0E07')");
        assertThat(found.is(200).value())
                .singleElement()
                .matches(message -> message.path("id").asString().equals(id));
        assertThat(found.value()
                        .getFirst()
                        .at("/singleValueExtendedProperties/0/value")
                        .asString())
                .isEqualTo("1");
    }

    @Test
    void draftsCanBeRewrittenAndOthersNot() {
        String draft =
                lab.post(ANN + "/messages", "{\"subject\":\"one\"}").is(201).at("/id");
        lab.patch(ANN + "/messages/" + draft, "{\"subject\":\"two\"}").is(200);
        assertThat(lab.get(ANN + "/messages/" + draft + "/$value").text()).contains("Subject: two");
        lab.patch(ANN + "/messages/" + firstId(), "{\"subject\":\"x\"}").isError(400, "ErrorInvalidPropertySet");
    }

    @Test
    void everyChangeGivesANewChangeKey() {
        String path = ANN + "/messages/" + firstId();
        String etag = lab.get(path).at("/@odata.etag");
        JsonNode changed = lab.patch(
                        path,
                        "{\"isRead\":true,\"importance\":\"high\",\"categories\":[\"Blue\"],"
                                + "\"flag\":{\"flagStatus\":\"flagged\"}}")
                .is(200)
                .json();
        assertThat(changed.path("isRead").asBoolean()).isTrue();
        assertThat(changed.path("importance").asString()).isEqualTo("high");
        assertThat(changed.at("/flag/flagStatus").asString()).isEqualTo("flagged");
        assertThat(changed.path("@odata.etag").asString()).isNotEqualTo(etag);
        lab.graph("PATCH", path, "{\"isRead\":false}", "If-Match", etag, "Content-Type", "application/json")
                .isError(412, "ErrorIrresolvableConflict");
    }

    @Test
    void immutableIdsSurviveMovesAndMutableOnesDoNot() {
        String immutable = firstId();
        String mutable = lab.get(INBOX + "/messages?$top=1")
                .value()
                .getFirst()
                .path("id")
                .asString();
        assertThat(mutable).isNotEqualTo(immutable);
        Answer moved = lab.post(ANN + "/messages/" + mutable + "/move", "{\"destinationId\":\"archive\"}")
                .is(201);
        assertThat(moved.at("/id")).isNotEqualTo(mutable);
        lab.get(ANN + "/messages/" + mutable).isError(404, "ErrorItemNotFound");
        Answer same = lab.getImmutable(ANN + "/messages/" + immutable).is(200);
        assertThat(same.at("/id")).isEqualTo(immutable);
        assertThat(same.header("Preference-Applied")).isEqualTo("IdType=\"ImmutableId\"");
        assertThat(same.at("/parentFolderId"))
                .isEqualTo(lab.get(ANN + "/mailFolders/archive").at("/id"));
    }

    @Test
    void deleteIsSoftAndPermanentDeleteIsNot() {
        String id = firstId();
        lab.graph("DELETE", ANN + "/messages/" + id, "").is(204);
        String bin = ANN + "/mailFolders/recoverableitemsdeletions/messages";
        assertThat(lab.getImmutable(bin).value())
                .singleElement()
                .matches(item -> item.path("id").asString().equals(id));
        lab.graph("DELETE", ANN + "/messages/" + id, "").is(204);
        lab.get(ANN + "/messages/" + id).isError(404, "ErrorItemNotFound");
        String other = firstId();
        lab.graph("POST", ANN + "/messages/" + other + "/permanentDelete", "").is(204);
        lab.get(ANN + "/messages/" + other).isError(404, "ErrorItemNotFound");
        lab.graph("POST", ANN + "/messages/" + other + "/permanentDelete", "").isError(404, "ErrorItemNotFound");
    }

    @Test
    void copiesAreNewItems() {
        String id = firstId();
        String copy = lab.post(ANN + "/messages/" + id + "/copy", "{\"destinationId\":\"archive\"}")
                .is(201)
                .at("/id");
        assertThat(lab.get(ANN + "/messages/" + copy + "/$value").body())
                .isEqualTo(lab.get(ANN + "/messages/" + id + "/$value").body());
    }

    @Test
    void idsOfOtherMailboxesAndNonsenseFindNothing() {
        String anns = firstId();
        lab.get("/v1.0/users/ben@contoso.example/messages/" + anns).isError(404, "ErrorItemNotFound");
        lab.get(ANN + "/messages/nonsense").isError(400, "ErrorInvalidIdMalformed");
        lab.get(ANN + "/messages/" + anns.replace('A', 'a')).is(400);
        lab.get(ANN + "/mailFolders/" + anns).isError(404, "ErrorItemNotFound");
        lab.get("/v1.0/users/cleo@fabrikam.example/mailFolders").isError(404, "ErrorInvalidUser");
    }

    @Test
    void errorsHaveGraphsShapeAndEchoTheClientsId() {
        Answer answer = lab.get(ANN + "/messages/nonsense", "client-request-id", "my-id");
        assertThat(answer.at("/error/innerError/client-request-id")).isEqualTo("my-id");
        assertThat(answer.header("client-request-id")).isEqualTo("my-id");
        assertThat(answer.at("/error/innerError/request-id"))
                .isEqualTo(answer.header("request-id"))
                .hasSize(36);
        assertThat(answer.at("/error/innerError/date")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d");
        lab.get(ANN + "/unknown").is(400);
        lab.get("/v1.0/me/messages").is(400);
        lab.graph("PUT", INBOX, "").is(405);
    }

    @Test
    void compressesWhenAsked() {
        Answer answer =
                lab.get(INBOX + "/messages?$top=25", "Accept-Encoding", "gzip").is(200);
        assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(answer.body()[0]).isEqualTo((byte) 0x1f);
    }

    @Test
    void rolesDecide() {
        lab.signIn("Mail.Read");
        String id = firstId();
        lab.get(ANN + "/messages/" + id + "/$value").is(200);
        lab.graph("DELETE", ANN + "/messages/" + id, "").isError(403, "ErrorAccessDenied");
        lab.get("/v1.0/users").isError(403, "Authorization_RequestDenied");
        lab.signIn("Mail.ReadBasic.All");
        lab.get(INBOX + "/messages").is(200);
        lab.get(ANN + "/messages/" + id + "/$value").isError(403, "ErrorAccessDenied");
        lab.signIn();
        lab.get(INBOX).isError(403, "ErrorAccessDenied");
    }

    @Test
    void tokensEndAndStrangersStayOut() {
        Answer none = lab.send(lab.request("GET", "/v1.0/users", "", "Accept", "*/*"));
        none.isError(401, "InvalidAuthenticationToken");
        assertThat(none.header("WWW-Authenticate")).startsWith("Bearer ");
        lab.send(lab.request("GET", "/v1.0/users", "", "Authorization", "Bearer " + lab.accessToken() + "x"))
                .is(401);
        lab.get("/v1.0/users").is(200);
        lab.control("POST", "/_lab/clock", "{\"advanceSeconds\":3700}").is(200);
        lab.get("/v1.0/users").isError(401, "InvalidAuthenticationToken");
    }

    @Test
    void aByteOrderAndAnsiStayAsTheyWere() {
        byte[] odd = "\u00ff\u0000\u00fe: x\n\nbody\rwith\nall\u0000".getBytes(StandardCharsets.ISO_8859_1);
        String id = createMime(INBOX + "/messages", odd).is(201).at("/id");
        assertThat(lab.get(ANN + "/messages/" + id + "/$value").body()).isEqualTo(odd);
    }
}
