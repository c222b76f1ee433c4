package org.postern.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postern.lab.Lab;
import org.postern.lab.LabConfig;
import org.postern.lab.world.Application;
import org.postern.lab.world.Tenant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A whole server over a lab, spoken to over HTTP like any client would.
final class RunningServer implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    final Path directory;
    final Lab lab;
    Server server;
    final String token;
    private final String[] options;
    private final HttpClient client = HttpClient.newHttpClient();

    RunningServer(Path directory) throws Exception {
        this(directory, "--no-schedule");
    }

    RunningServer(Path directory, String... options) throws Exception {
        this.directory = directory;
        lab = Lab.start(LabConfig.of(directory.resolve("lab"), new SmallOrganisation()));
        this.options = options.clone();
        server = start();
        token = Files.readString(directory.resolve("store/admin-token")).strip();
    }

    private Server start() throws Exception {
        return Main.start(
                Stream.concat(
                                Stream.of("--dir", directory.resolve("store").toString(), "--port", "0"),
                                Stream.of(options))
                        .toList(),
                Map.of("POSTERN_PASSPHRASE", "correct horse battery"),
                new PrintStream(OutputStream.nullOutputStream()));
    }

    /// Stops the server, the lab goes on.
    void stop() {
        server.close();
    }

    void restart() throws Exception {
        server = start();
    }

    /// Signs a browser in by its form.
    void signIn(HttpClient browser, String with) throws Exception {
        Matcher csrf =
                CSRF.matcher(raw(browser, "GET", "/sign-in", null, Map.of()).body());
        if (!csrf.find()) {
            throw new AssertionError("no form to sign in by");
        }
        String body = "name=x&token=" + URLEncoder.encode(with, StandardCharsets.UTF_8) + "&_csrf="
                + URLEncoder.encode(csrf.group(1), StandardCharsets.UTF_8);
        raw(browser, "POST", "/sign-in", body, Map.of("Content-Type", "application/x-www-form-urlencoded"));
    }

    /// Adds a tenant and connects it to the lab for both functions.
    void connect(String tenant) throws Exception {
        post("/tenants", Map.of("id", tenant, "name", "Harbour & Sons"));
        connect(tenant, "sync", "Mail.Read", "User.Read.All");
        connect(tenant, "remediate", "Mail.ReadWrite");
    }

    private Application put(String tenant, String function, String... roles) throws Exception {
        Tenant organisation = lab.world().tenants().getFirst();
        Map<String, String> cloud = Map.of(
                "name", "lab", "login", lab.baseUrl(), "graph", lab.baseUrl(), "caPem", Files.readString(lab.caFile()));
        JsonNode made = post(
                "/tenants/" + tenant + "/connections",
                Map.of("function", function, "directoryTenant", organisation.domain(), "cloud", cloud));
        String pem = made.path("kit").path("certificatePem").asString();
        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
        Application application = organisation.register("Postern " + function, Set.of(roles));
        application.addKey(organisation.key(application, certificate, "postern"));
        return application;
    }

    /// One whose key can be replaced: with all that the kit's script prints.
    Application connectRollable(String tenant, String function, String... roles) throws Exception {
        Application application = put(tenant, function, roles);
        post(
                "/tenants/" + tenant + "/connections/" + function + "/registration",
                Map.of(
                        "clientId", application.appId().toString(),
                        "objectId", application.objectId().toString(),
                        "keyId", application.keys().getFirst().keyId().toString()));
        post("/tenants/" + tenant + "/connections/" + function + "/check", Map.of());
        return application;
    }

    private void connect(String tenant, String function, String... roles) throws Exception {
        Application application = put(tenant, function, roles);
        post(
                "/tenants/" + tenant + "/connections/" + function + "/registration",
                Map.of("clientId", application.appId().toString()));
        post("/tenants/" + tenant + "/connections/" + function + "/check", Map.of());
    }

    /// Waits for a job by its events, and gives it as it ended.
    JsonNode ended(JsonNode job) throws Exception {
        if (!job.path("state").asString().equals("queued")
                && !job.path("state").asString().equals("running")) {
            throw new AssertionError("not under way: " + job);
        }
        String events = send("GET", "/jobs/" + job.path("id").asString() + "/events", null)
                .body();
        String last =
                events.lines().filter(line -> line.startsWith("data:")).toList().getLast();
        return JSON.readTree(last.substring(5));
    }

    JsonNode get(String path) throws Exception {
        return JSON.readTree(send("GET", path, null).body());
    }

    JsonNode post(String path, Object body) throws Exception {
        return JSON.readTree(send("POST", path, JSON.writeValueAsString(body)).body());
    }

    HttpResponse<String> send(String method, String path, @Nullable String body) throws Exception {
        return raw(method, "/api/v1" + path, body, Map.of("Authorization", "Bearer " + token));
    }

    byte[] bytes(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + "/api/v1" + path))
                .header("Authorization", "Bearer " + token)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
    }

    HttpResponse<String> raw(String method, String path, @Nullable String body, Map<String, String> headers)
            throws IOException, InterruptedException {
        return raw(client, method, path, body, headers);
    }

    HttpResponse<String> raw(
            HttpClient with, String method, String path, @Nullable String body, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null && !headers.containsKey("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        return with.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /// A client with a cookie jar, like a browser.
    static HttpClient browser() {
        return HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    }

    @Override
    public void close() {
        server.close();
        lab.close();
    }
}
