package org.postern.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.postern.lab.entra.AccessTokens;
import org.postern.lab.graph.Throttle;
import org.postern.lab.source.Content;
import org.postern.lab.source.Folder;
import org.postern.lab.source.Mailbox;
import org.postern.lab.source.Message;
import org.postern.lab.source.Organisation;
import org.postern.lab.source.WellKnownFolder;
import org.postern.lab.world.Tenant;
import org.postern.lab.world.User;

/// A lab with a little mail and a client that speaks to it over a real socket.
public final class LabFixture implements AutoCloseable {
    public static final TestKey KEY = TestKey.create();
    private static final KeyPair TOKEN_KEYS = AccessTokens.newKeys();
    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

    private final Path directory;
    private final Lab lab;
    private final HttpClient client;
    private String accessToken = "";
    private String appId = "";

    private LabFixture(Path directory, Lab lab, HttpClient client) {
        this.directory = directory;
        this.lab = lab;
        this.client = client;
    }

    /// Two tenants; in the first, `ann` has 25 messages in her inbox and 3 in `Projects/Harbour`, `ben` has 5.
    public static LabFixture start() {
        return start(Throttle.Limits.DOCUMENTED);
    }

    public static LabFixture start(Throttle.Limits limits) {
        try {
            Path directory = Files.createTempDirectory("lab");
            Lab lab = Lab.start(LabConfig.of(directory, () -> List.of(contoso(), fabrikam()))
                    .withThrottling(limits)
                    .withTokenKeys(TOKEN_KEYS)
                    .withSeed(7));
            LabFixture fixture = new LabFixture(directory, lab, client(lab));
            fixture.signInWithAllRoles();
            return fixture;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Organisation contoso() {
        List<Message> inbox = messages("ann", 25);
        List<Message> harbour = messages("harbour", 3);
        return new Organisation(
                "Contoso",
                "contoso.example",
                List.of(
                        new Mailbox(
                                "ann@contoso.example",
                                "Ann Archer",
                                List.of(
                                        Folder.wellKnown(WellKnownFolder.INBOX, inbox),
                                        Folder.named(List.of("Projects", "Harbour"), harbour))),
                        new Mailbox(
                                "ben@contoso.example",
                                "Ben Booker",
                                List.of(Folder.wellKnown(WellKnownFolder.INBOX, messages("ben", 5))))));
    }

    private static Organisation fabrikam() {
        return new Organisation(
                "Fabrikam",
                "fabrikam.example",
                List.of(new Mailbox(
                        "cleo@fabrikam.example",
                        "Cleo Cole",
                        List.of(Folder.wellKnown(WellKnownFolder.INBOX, messages("cleo", 2))))));
    }

    private static List<Message> messages(String who, int count) {
        List<Message> messages = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            messages.add(Message.received(Content.of(mime(who, i)), START.plus(Duration.ofMinutes(i)), i % 2 == 0));
        }
        return messages;
    }

    /// A message with bytes that no text encoding survives.
    public static byte[] mime(String who, int number) {
        String head = "From: Dora <dora@elsewhere.example>\r\nTo: " + who + "@contoso.example\r\nSubject: " + who + " "
                + number + "\r\nMessage-ID: <" + who + "-" + number
                + "@elsewhere.example>\r\nDate: Sun, 1 Mar 2026 08:00:00 +0000\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: text/plain; charset=iso-8859-1\r\n\r\nHello \u00e9\u00ff " + number + "\r\n";
        return head.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static HttpClient client(Lab lab) throws Exception {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("lab", lab.caCertificate());
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trust);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, factory.getTrustManagers(), null);
        return HttpClient.newBuilder()
                .sslContext(tls)
                .connectTimeout(Duration.ofSeconds(20))
                .build();
    }

    public Lab lab() {
        return lab;
    }

    public Tenant tenant() {
        return lab.world().tenant("contoso.example").orElseThrow();
    }

    public User ann() {
        return tenant().user("ann@contoso.example").orElseThrow();
    }

    public String appId() {
        return appId;
    }

    public String accessToken() {
        return accessToken;
    }

    public String tokenPath() {
        return "/" + tenant().id() + "/oauth2/v2.0/token";
    }

    /// Registers an application with these roles and the key, and goes on with its token.
    public void signIn(String... roles) {
        appId = register(KEY, roles);
        Answer answer = token(assertion(KEY, appId)).is(200);
        accessToken = answer.at("/access_token");
    }

    public void signInWithAllRoles() {
        signIn("Mail.ReadWrite", "User.Read.All", "Directory.Read.All", "Application.Read.All", "AuditLog.Read.All");
    }

    public String register(TestKey key, String... roles) {
        String list = Stream.of(roles).map(role -> "\"" + role + "\"").collect(Collectors.joining(","));
        return control(
                        "POST",
                        "/_lab/tenants/contoso.example/applications",
                        "{\"displayName\":\"Under test\",\"certificate\":\"" + key.certificateBase64()
                                + "\",\"roles\":[" + list + "]}")
                .is(201)
                .at("/appId");
    }

    public String assertion(TestKey key, String clientId) {
        return key.sign(key.header(), TestKey.claims(clientId, lab.baseUrl() + tokenPath()));
    }

    /// Asks for a token with an assertion and otherwise good parameters.
    public Answer token(String assertion) {
        return form(
                tokenPath(),
                Map.of(
                        "client_id", appId,
                        "scope", "https://graph.microsoft.com/.default",
                        "grant_type", "client_credentials",
                        "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                        "client_assertion", assertion));
    }

    public Answer form(String path, Map<String, String> fields) {
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(request("POST", path, body, "Content-Type", "application/x-www-form-urlencoded"));
    }

    /// A Graph call with the current token; headers as name, value, name, value.
    public Answer get(String path, String... headers) {
        return graph("GET", path, "", headers);
    }

    /// With immutable ids, as a careful client asks.
    public Answer getImmutable(String path) {
        return get(path, "Prefer", "IdType=\"ImmutableId\", odata.maxpagesize=1000");
    }

    public Answer post(String path, String json) {
        return graph("POST", path, json, "Content-Type", "application/json");
    }

    public Answer patch(String path, String json) {
        return graph("PATCH", path, json, "Content-Type", "application/json");
    }

    public Answer graph(String method, String path, String body, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Authorization", "Bearer " + accessToken));
        return send(request(method, path, body, all.toArray(String[]::new)));
    }

    public Answer control(String method, String path, String body) {
        return send(request(method, path, body, "Authorization", "Bearer " + lab.controlToken()));
    }

    /// Switches a fault on; `json` without its braces.
    public String fault(String json) {
        return control("POST", "/_lab/faults", "{" + json + "}").is(201).at("/id");
    }

    public HttpRequest request(String method, String path, String body, String... headers) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(lab.baseUrl() + encoded(path)))
                .timeout(Duration.ofSeconds(60))
                .method(
                        method.toUpperCase(Locale.ROOT),
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        return builder.headers(headers).build();
    }

    /// Only what a URI must not hold as it is, so that tests can write queries plainly.
    private static String encoded(String path) {
        return path.replace(" ", "%20")
                .replace("<", "%3C")
                .replace(">", "%3E")
                .replace("{", "%7B")
                .replace("}", "%7D");
    }

    public Answer send(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        lab.close();
        client.close();
        try {
            Files.deleteIfExists(directory.resolve("ca.pem"));
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
