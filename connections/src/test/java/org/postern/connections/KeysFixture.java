package org.postern.connections;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postern.connections.keys.KeyMaker;
import org.postern.lab.Lab;
import org.postern.lab.LabConfig;
import org.postern.lab.sample.SampleOrganisation;
import org.postern.lab.world.Application;
import org.postern.lab.world.KeyCredential;
import org.postern.lab.world.Tenant;
import org.postern.mail.TenantId;

/// A lab in which any number of Postern's tenants have applications of their own, with keys that really differ.
final class KeysFixture implements AutoCloseable {
    static final RollLimits QUICK =
            new RollLimits(Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofSeconds(4), Duration.ofMillis(40));

    final Lab lab;
    private final Path directory;
    private final KeyMaker maker = TestAuthority.differentKeys();
    FileConnections connections;

    private @Nullable KeyToken token;

    KeysFixture(Path directory) throws IOException {
        this.directory = directory.resolve("connections");
        this.lab = Lab.start(
                LabConfig.of(directory.resolve("lab"), SampleOrganisation.one(7, Instant.parse("2026-11-01T00:00:00Z")))
                        .withTokenKeys(TestAuthority.tokenKeys()));
        this.connections = open();
    }

    private FileConnections open() {
        return FileConnections.open(
                GraphFixture.config(directory).withRollLimits(QUICK).withToken(token), maker);
    }

    /// As after a crash of the process: only what is on the disk is left.
    void restart() {
        connections.close();
        connections = open();
    }

    /// As after a restart with new keys in a token.
    void useToken(KeyToken chosen) {
        token = chosen;
        restart();
    }

    Tenant customer() {
        return lab.world().tenants().getFirst();
    }

    Cloud cloud() throws IOException {
        return new Cloud("lab", URI.create(lab.baseUrl()), URI.create(lab.baseUrl()), Files.readString(lab.caFile()));
    }

    /// An active connection, with what the kit's script prints.
    Application connect(TenantId tenant, ConnectionFunction function, String... roles) throws Exception {
        connections.create(tenant, function, cloud(), customer().domain());
        Application application = customer().register("Postern", Set.of(roles));
        String keyId = put(application, certificate(tenant, function), false);
        connections.register(
                tenant,
                function,
                application.appId().toString(),
                application.objectId().toString(),
                keyId);
        ConnectionCheck check = connections.check(tenant, function);
        if (!check.passed()) {
            throw new AssertionError(check.toString());
        }
        return application;
    }

    X509Certificate certificate(TenantId tenant, ConnectionFunction function) throws Exception {
        String pem = connections.kit(tenant, function).certificatePem();
        return parse(pem);
    }

    static X509Certificate parse(String pem) throws Exception {
        return (X509Certificate) java.security.cert.CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new java.io.ByteArrayInputStream(pem.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    }

    /// What the customer's script does.
    String put(Application application, X509Certificate certificate, boolean replace) {
        KeyCredential key = customer().key(application, certificate, "by the administrator");
        if (replace) {
            application.replaceKeys(List.of(key));
        } else {
            application.addKey(key);
        }
        return key.keyId().toString();
    }

    List<ConnectionKey.State> states(TenantId tenant, ConnectionFunction function) {
        return find(tenant, function).keys().stream().map(ConnectionKey::state).toList();
    }

    Connection find(TenantId tenant, ConnectionFunction function) {
        Optional<Connection> found = connections.find(tenant, function);
        return found.orElseThrow();
    }

    RollReport roll(TenantId tenant, ConnectionFunction function, RollOrder order) throws InterruptedException {
        return connections.keys().roll(tenant, function, order, _ -> {});
    }

    List<String> ledgerKinds(TenantId tenant) {
        return connections.ledger(tenant).read(0, 10_000).stream()
                .map(Ledger.Entry::kind)
                .toList();
    }

    Path keyFile(TenantId tenant, String name) {
        return directory.resolve(tenant.value()).resolve(name);
    }

    @Override
    public void close() {
        connections.close();
        lab.close();
    }
}
