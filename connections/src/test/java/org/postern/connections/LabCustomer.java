package org.postern.connections;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.postern.lab.Lab;
import org.postern.lab.LabConfig;
import org.postern.lab.sample.SampleOrganisation;
import org.postern.mail.TenantId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A lab with its sample organisation, and what that organisation's administrator does there through the control API.
final class LabCustomer implements AutoCloseable {
    static final TenantId TENANT = new TenantId("fernhollow");
    private static final JsonMapper JSON = new JsonMapper();

    final Lab lab;
    final Connections connections;
    private final HttpClient http;

    LabCustomer(Path directory) throws IOException {
        this(directory, ConnectionLimits.DEFAULT);
    }

    LabCustomer(Path directory, ConnectionLimits limits) throws IOException {
        this.lab = Lab.start(
                LabConfig.of(directory.resolve("lab"), SampleOrganisation.one(7, Instant.parse("2026-11-01T00:00:00Z")))
                        .withTokenKeys(TestAuthority.tokenKeys()));
        this.http = HttpClient.newBuilder().sslContext(trusting(lab.caFile())).build();
        this.connections = FileConnections.open(
                GraphFixture.config(directory.resolve("connections")).withLimits(limits), TestAuthority.quickKeys());
    }

    static SSLContext trusting(Path caFile) throws IOException {
        try {
            KeyStore anchors = KeyStore.getInstance("PKCS12");
            anchors.load(null, null);
            var factory = CertificateFactory.getInstance("X.509");
            anchors.setCertificateEntry(
                    "lab", factory.generateCertificate(new ByteArrayInputStream(Files.readAllBytes(caFile))));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(anchors);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    SSLContext trusting() throws IOException {
        return trusting(lab.caFile());
    }

    String domain() {
        return lab.world().tenants().getFirst().domain();
    }

    /// Makes a connection and plays the kit's script: an application with this certificate and these roles.
    void connect(ConnectionFunction function, String... roles) throws IOException, InterruptedException {
        String ca = Files.readString(lab.caFile());
        Cloud cloud = new Cloud("lab", URI.create(lab.baseUrl()), URI.create(lab.baseUrl()), ca);
        connections.create(TENANT, function, cloud, domain());
        register(function, connections.kit(TENANT, function).certificatePem(), roles);
    }

    void register(ConnectionFunction function, String pem, String... roles) throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode().put("displayName", "Postern");
        body.put("certificate", pem.replaceAll("-----[A-Z ]+-----|\\s", ""));
        List.of(roles).forEach(body.putArray("roles")::add);
        JsonNode made = control("POST", "/tenants/" + domain() + "/applications", body.toString());
        connections.register(TENANT, function, made.path("appId").asString());
    }

    JsonNode control(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(lab.baseUrl() + "/_lab" + path))
                .header("Authorization", "Bearer " + lab.controlToken())
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException("control call answered " + response.statusCode() + ": " + response.body());
        }
        return response.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(response.body());
    }

    /// SHA-256 of every message that the lab holds in a mailbox, by immutable id.
    Map<String, String> digests(String mailbox) throws IOException, InterruptedException {
        Map<String, String> digests = new HashMap<>();
        control("GET", "/tenants/" + domain() + "/mailboxes/" + mailbox + "/messages", "")
                .path("messages")
                .forEach(message -> digests.put(
                        message.path("id").asString(), message.path("sha256").asString()));
        return digests;
    }

    @Override
    public void close() {
        connections.close();
        http.close();
        lab.close();
    }
}
