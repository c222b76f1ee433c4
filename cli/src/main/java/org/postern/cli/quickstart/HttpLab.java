package org.postern.cli.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.ApiPath;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The lab over its control API, trusting only the lab's own certificate authority.
public final class HttpLab implements Lab {
    private static final Duration ANSWER_LIMIT = Duration.ofMinutes(2);

    private final URI base;
    private final String token;
    private final SSLContext trust;
    private final HttpClient http;
    private final JsonMapper json = JsonMapper.shared();

    /// @param lab the document `lab.json` that the lab wrote into `folder`
    public HttpLab(JsonNode lab, Path folder) {
        base = URI.create(lab.path("baseUrl").asString(""));
        token = lab.path("controlToken").asString("");
        trust = trusting(folder.resolve(lab.path("caFile").asString("")));
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trust)
                .build();
    }

    /// Trusts the lab alone.
    SSLContext trust() {
        return trust;
    }

    URI base() {
        return base;
    }

    private static SSLContext trusting(Path caFile) {
        try (InputStream pem = Files.newInputStream(caFile)) {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "lab", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new ClientException(
                    ExitCode.FAILED,
                    "The lab's certificate authority cannot be read from " + caFile + ": " + e.getMessage() + ".",
                    "Start the lab again; it makes a new one.",
                    e);
        }
    }

    @Override
    public JsonNode state() {
        return call("GET", ApiPath.of("state"), null);
    }

    @Override
    public long requests() {
        return state().path("requests").path("http").asLong(0);
    }

    @Override
    public void resetRequests() {
        call("POST", ApiPath.of("requests", "reset"), Map.of());
    }

    @Override
    public String register(String tenant, String displayName, String certificateBase64, List<String> roles) {
        Map<String, Object> application =
                Map.of("displayName", displayName, "certificate", certificateBase64, "roles", roles);
        return call("POST", ApiPath.of("tenants", tenant, "applications"), application)
                .path("appId")
                .asString("");
    }

    @Override
    public List<LabMailbox> mailboxes(String tenant) {
        return call("GET", ApiPath.of("tenants", tenant, "mailboxes"), null)
                .path("mailboxes")
                .valueStream()
                .map(HttpLab::mailbox)
                .toList();
    }

    private static LabMailbox mailbox(JsonNode node) {
        List<LabMailbox.Folder> folders = node.path("folders")
                .valueStream()
                .map(folder -> new LabMailbox.Folder(
                        folder.path("id").asString(""),
                        folder.path("path").asString(""),
                        folder.path("messages").asLong(0)))
                .toList();
        return new LabMailbox(
                node.path("id").asString(""),
                node.path("address").asString(""),
                node.path("displayName").asString(""),
                node.path("messages").asLong(0),
                folders);
    }

    @Override
    public List<LabMessage> messages(String tenant, String mailbox) {
        return call("GET", ApiPath.of("tenants", tenant, "mailboxes", mailbox, "messages"), null)
                .path("messages")
                .valueStream()
                .map(node -> new LabMessage(
                        node.path("id").asString(""),
                        node.path("folderId").asString(""),
                        node.path("folderPath").asString(""),
                        node.path("sha256").asString(""),
                        node.path("size").asLong(-1),
                        node.path("subject").asString("")))
                .toList();
    }

    @Override
    public byte[] mime(String tenant, String mailbox, String message) {
        return bytes("GET", ApiPath.of("tenants", tenant, "mailboxes", mailbox, "messages", message, "mime"), null);
    }

    @Override
    public long deleteFolder(String tenant, String mailbox, String folderPath) {
        return act(tenant, mailbox, "delete", Map.of("folderPath", folderPath))
                .path("deleted")
                .asLong(0);
    }

    @Override
    public long deleteMessages(String tenant, String mailbox, List<String> ids) {
        return act(tenant, mailbox, "delete", Map.of("ids", ids))
                .path("deleted")
                .asLong(0);
    }

    @Override
    public void move(String tenant, String mailbox, List<String> ids, String folderPath) {
        act(tenant, mailbox, "move", Map.of("ids", ids, "folderPath", folderPath));
    }

    @Override
    public void mark(String tenant, String mailbox, List<String> ids, boolean read) {
        act(tenant, mailbox, "mark", Map.of("ids", ids, "isRead", read));
    }

    @Override
    public void deliver(String tenant, String mailbox, String folderPath, byte[] mime) {
        ApiPath path =
                ApiPath.of("tenants", tenant, "mailboxes", mailbox, "deliver").query("folderPath", folderPath);
        send("POST", path, BodyPublishers.ofByteArray(mime), "message/rfc822");
    }

    private JsonNode act(String tenant, String mailbox, String verb, Map<String, ?> body) {
        return call("POST", ApiPath.of("tenants", tenant, "mailboxes", mailbox, verb), body);
    }

    private JsonNode call(String method, ApiPath path, @Nullable Object body) {
        byte[] answer = bytes(method, path, body);
        return answer.length == 0 ? json.createObjectNode() : json.readTree(answer);
    }

    private byte[] bytes(String method, ApiPath path, @Nullable Object body) {
        BodyPublisher publisher =
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json.writeValueAsString(body));
        return send(method, path, publisher, "application/json");
    }

    private byte[] send(String method, ApiPath path, BodyPublisher body, String contentType) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/_lab" + path))
                .method(method, body)
                .timeout(ANSWER_LIMIT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", contentType)
                .build();
        try {
            HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            if (response.statusCode() / 100 == 2) {
                return response.body();
            }
            String said = new String(response.body(), StandardCharsets.UTF_8);
            throw failure(method, path, "it answered " + response.statusCode() + " " + said, null);
        } catch (IOException e) {
            throw failure(method, path, e.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(method, path, "interrupted", e);
        }
    }

    private static ClientException failure(String method, ApiPath path, String why, @Nullable Exception cause) {
        String what = "The lab did not do " + method + " /_lab" + path + ": " + why + ".";
        String advice = "Its log, lab.log, may say more.";
        return cause == null
                ? new ClientException(ExitCode.FAILED, what, advice)
                : new ClientException(ExitCode.FAILED, what, advice, cause);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
