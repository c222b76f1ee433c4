package org.postern.lab.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.lab.Answer;
import org.postern.lab.LabFixture;
import tools.jackson.databind.JsonNode;

class SendMailTest {
    private static final String ANN = "/v1.0/users/ann@contoso.example";
    private static final String BEN = "/v1.0/users/ben@contoso.example";

    private final LabFixture lab = LabFixture.start(Throttle.Limits.OFF);

    @BeforeEach
    void signIn() {
        lab.signIn("Mail.Send", "Mail.Read");
    }

    @AfterEach
    void stop() {
        lab.close();
    }

    private static byte[] mime(String from, String to) {
        return ("From: <" + from + ">\r\nTo: " + to + "\r\nSubject: sent\r\n\r\nBytes \u00e9\u00ff\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private Answer send(byte[] mime) {
        return lab.graph(
                "POST", ANN + "/sendMail", Base64.getEncoder().encodeToString(mime), "Content-Type", "text/plain");
    }

    private List<JsonNode> sent(String folder) {
        return lab.get(folder + "/messages?$top=100&$orderby=receivedDateTime%20desc").is(200).value().stream()
                .filter(message -> message.path("subject").asString("").equals("sent"))
                .toList();
    }

    @Test
    void mimeArrivesToTheByteAndIsKeptInSentItems() {
        byte[] mime = mime("ann@contoso.example", "Ben <ben@contoso.example>, <far@elsewhere.example>");
        assertThat(send(mime).is(202).body()).isEmpty();
        List<JsonNode> there = sent(BEN + "/mailFolders/inbox");
        assertThat(there).hasSize(1);
        assertThat(there.getFirst().path("isRead").asBoolean(true)).isFalse();
        assertThat(there.getFirst().path("isDraft").asBoolean(true)).isFalse();
        String id = there.getFirst().path("id").asString();
        assertThat(lab.get(BEN + "/messages/" + id + "/$value").is(200).body()).isEqualTo(mime);
        assertThat(sent(ANN + "/mailFolders/sentitems")).hasSize(1);
        assertThat(sent(ANN + "/mailFolders/inbox")).isEmpty();
    }

    @Test
    void jsonIsKeptUnlessItIsNotToBe() {
        String json = """
                {"message": {"subject": "sent", "body": {"contentType": "Text", "content": "Hello"},
                 "toRecipients": [{"emailAddress": {"address": "ben@contoso.example"}}]}, "saveToSentItems": %s}""";
        lab.post(ANN + "/sendMail", json.formatted("false")).is(202);
        assertThat(sent(ANN + "/mailFolders/sentitems")).isEmpty();
        lab.post(ANN + "/sendMail", json.formatted("true")).is(202);
        assertThat(sent(ANN + "/mailFolders/sentitems")).hasSize(1);
        assertThat(sent(BEN + "/mailFolders/inbox")).hasSize(2);
    }

    @Test
    void refusesWhatExchangeRefuses() {
        send(mime("ben@contoso.example", "ben@contoso.example")).isError(403, "ErrorSendAsDenied");
        send("Subject: to nobody\r\n\r\n".getBytes(StandardCharsets.US_ASCII)).isError(400, "ErrorInvalidRecipients");
        send(new byte[] {1, 2, 3}).isError(400, "ErrorMimeContentInvalid");
        lab.get(ANN + "/sendMail").is(405);
        assertThat(sent(BEN + "/mailFolders/inbox")).isEmpty();
    }

    @Test
    void needsTheRoleAndNoOtherWillDo() {
        lab.signIn("Mail.ReadWrite", "Mail.Read");
        send(mime("ann@contoso.example", "ben@contoso.example")).isError(403, "ErrorAccessDenied");
        lab.signIn("Mail.Send");
        send(mime("ann@contoso.example", "ben@contoso.example")).is(202);
        lab.get(ANN + "/messages").isError(403, "ErrorAccessDenied");
        lab.signIn("Mail.Read");
        assertThat(sent(BEN + "/mailFolders/inbox")).hasSize(1);
    }
}
