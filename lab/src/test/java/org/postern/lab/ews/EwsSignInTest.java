package org.postern.lab.ews;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.lab.ews.EwsClient.ANN;
import static org.postern.lab.ews.EwsClient.FOLDER_ID_ONLY;
import static org.postern.lab.ews.EwsClient.INBOX;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.postern.lab.Answer;
import org.postern.lab.LabFixture;
import org.postern.lab.TestKey;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EwsSignInTest {
    private static final String GET_INBOX =
            "<m:GetFolder>" + FOLDER_ID_ONLY + "<m:FolderIds>" + INBOX + "</m:FolderIds></m:GetFolder>";

    private final LabFixture lab = LabFixture.start();
    private final EwsClient ews = EwsClient.withToken(lab);

    @AfterAll
    void stop() {
        lab.close();
    }

    private void account(String json) {
        lab.control("POST", "/_lab/tenants/contoso.example/exchange", "{\"accounts\":[{" + json + "}]}")
                .is(200);
    }

    @Test
    void withoutCredentialsThereIsAChallenge() {
        Answer answer = lab.send(lab.request("POST", EwsClient.PATH, "x", "Content-Type", "text/xml"));
        assertThat(answer.is(401).header("WWW-Authenticate"))
                .contains("Bearer ")
                .contains("authorization_uri");
    }

    @Test
    void answersAsForeignClientsNeedThem() {
        Answer answer = ews.post(ANN, GET_INBOX).is(200);
        assertThat(answer.header("Content-Type")).isEqualTo("text/xml; charset=utf-8");
        Element version = EwsClient.read(answer).needs("Header").needs("ServerVersionInfo");
        assertThat(version.needsAttribute("MajorVersion")).isEqualTo("15");
        assertThat(answer.text()).contains("<t:ServerVersionInfo ");
        assertThat(answer.header("request-id")).isNotEmpty();
    }

    @Test
    void compressesWhenAsked() {
        String body = EwsClient.envelope(ANN, ews.syncFolders(""));
        HttpRequest request = lab.request(
                "POST",
                EwsClient.PATH,
                body,
                "Content-Type",
                "text/xml; charset=utf-8",
                "Accept-Encoding",
                "gzip",
                "Authorization",
                "Bearer " + token());
        Answer answer = lab.send(request).is(200);
        assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(answer.body()).startsWith(0x1f, 0x8b);
        assertThat(answer.header("Content-Type")).isEqualTo("text/xml; charset=utf-8");
    }

    private String token() {
        return EwsClient.withToken(lab).bearer();
    }

    @Test
    void aTokenForGraphIsRefusedAndOneWithoutTheRoleToo() {
        assertThat(EwsClient.withToken(lab, "https://graph.microsoft.com/.default")
                        .post(ANN, GET_INBOX)
                        .is(401)
                        .header("x-ms-diagnostics"))
                .contains("audience");
        lab.signIn("Mail.ReadWrite");
        assertThat(EwsClient.withToken(lab, "https://outlook.office365.com/.default")
                        .post(ANN, GET_INBOX)
                        .is(401)
                        .header("x-ms-diagnostics"))
                .startsWith("2000008");
    }

    @Test
    void theLabsOwnAddressNamesTheResourceToo() {
        lab.signIn("full_access_as_app");
        EwsClient.withToken(lab, lab.lab().baseUrl() + "/EWS/.default")
                .post(ANN, GET_INBOX)
                .is(200);
    }

    @Test
    void aMailboxMustBeImpersonatedAndBeOfTheTenant() {
        assertThat(EwsClient.faultCode(ews.post("", GET_INBOX)))
                .isEqualTo("ErrorInvalidExchangeImpersonationHeaderData");
        assertThat(EwsClient.faultCode(ews.post("nobody@contoso.example", GET_INBOX)))
                .isEqualTo("ErrorNonExistentMailbox");
        assertThat(EwsClient.faultCode(ews.post("cleo@fabrikam.example", GET_INBOX)))
                .isEqualTo("ErrorNonExistentMailbox");
    }

    @Test
    void idsOfAnotherMailboxAreNoGood() {
        String bens = EwsClient.id(EwsClient.read(ews.post("ben@contoso.example", GET_INBOX))
                .needs("Body")
                .only()
                .needs("ResponseMessages")
                .only()
                .needs("Folders")
                .only()
                .needs("FolderId"));
        assertThat(ews.code("<m:GetFolder>" + FOLDER_ID_ONLY + "<m:FolderIds>" + bens + "</m:FolderIds></m:GetFolder>"))
                .isEqualTo("ErrorInvalidIdMalformed");
    }

    @Test
    void passwordsOpenWhatTheAccountMay() {
        account("\"name\":\"CONTOSO\\\\backup\",\"password\":\"right:one\"");
        account("\"name\":\"ben@contoso.example\",\"password\":\"his\",\"impersonates\":false");
        EwsClient.withPassword(lab, "contoso\\backup", "right:one")
                .post(ANN, GET_INBOX)
                .is(200);
        Answer wrong = EwsClient.withPassword(lab, "contoso\\backup", "wrong")
                .post(ANN, GET_INBOX)
                .is(401);
        assertThat(wrong.header("WWW-Authenticate")).startsWith("Basic realm=");
        EwsClient ben = EwsClient.withPassword(lab, "ben@contoso.example", "his");
        ben.post("", GET_INBOX).is(200);
        assertThat(EwsClient.faultCode(ben.post(ANN, GET_INBOX))).isEqualTo("ErrorImpersonateUserDenied");
        assertThat(EwsClient.faultCode(EwsClient.withPassword(lab, "contoso\\backup", "right:one")
                        .post("", GET_INBOX)))
                .isEqualTo("ErrorNonExistentMailbox");
    }

    @Test
    void aCertificateInTlsOpensItsAccount() throws Exception {
        TestKey key = TestKey.create();
        HttpRequest request = lab.request(
                "POST", EwsClient.PATH, EwsClient.envelope(ANN, GET_INBOX), "Content-Type", "text/xml; charset=utf-8");
        try (HttpClient client = client(key)) {
            assertThat(client.send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(401);
            account("\"name\":\"CONTOSO\\\\machine\",\"certificate\":\"" + key.certificateBase64() + "\"");
            assertThat(client.send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    private HttpClient client(TestKey key) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("own", key.privateKey(), new char[0], new Certificate[] {key.certificate()});
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, new char[0]);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("lab", lab.lab().caCertificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(tls).build();
    }

    @Test
    void ewsCanBeOffInATenant() {
        lab.control("POST", "/_lab/tenants/contoso.example/exchange", "{\"enabled\":false}")
                .is(200);
        try {
            ews.post(ANN, GET_INBOX).is(403);
        } finally {
            lab.control("POST", "/_lab/tenants/contoso.example/exchange", "{\"enabled\":true}")
                    .is(200);
        }
        ews.post(ANN, GET_INBOX).is(200);
    }

    @Test
    void takesOnlyWhatIsSoapInXml() {
        assertThat(EwsClient.faultCode(ews.raw("not xml"))).isEqualTo("ErrorSchemaValidation");
        String doctype = "<!DOCTYPE s:Envelope [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>";
        assertThat(EwsClient.faultCode(ews.raw(EwsClient.envelope(ANN, "<m:GetFolder>&x;</m:GetFolder>")
                        .replace("?>", "?>" + doctype))))
                .isEqualTo("ErrorSchemaValidation");
        assertThat(EwsClient.faultCode(ews.raw(EwsClient.envelope(ANN, "<m:x>".repeat(100) + "</m:x>".repeat(100)))))
                .isEqualTo("ErrorSchemaValidation");
        assertThat(EwsClient.faultCode(ews.raw(EwsClient.envelope(ANN, "<m:GetRooms/>"))))
                .isEqualTo("ErrorInvalidRequest");
        assertThat(EwsClient.faultCode(
                        ews.raw(EwsClient.envelope(ANN, GET_INBOX).replace("Exchange2013_SP1", "Exchange1999"))))
                .isEqualTo("ErrorInvalidServerVersion");
        Answer json = lab.send(lab.request(
                "POST",
                EwsClient.PATH,
                "{}",
                "Content-Type",
                "application/json",
                "Authorization",
                "Bearer " + token()));
        assertThat(json.status()).isEqualTo(415);
    }

    @Test
    void theAddressIsFoundInAnyCase() {
        assertThat(lab.send(HttpRequest.newBuilder(URI.create(lab.lab().baseUrl() + "/ews/exchange.asmx"))
                                .build())
                        .status())
                .isEqualTo(401);
    }
}
