package org.postern.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.connections.GraphFixture.CLIENT;
import static org.postern.connections.GraphFixture.CONTOSO;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.connections.ConnectionCheck.Finding;
import org.postern.connections.ConnectionCheck.Outcome;
import org.postern.connections.keys.RsaKeyMaker;
import org.postern.mail.TenantId;

@Timeout(120)
class FileConnectionsTest {
    private static final TenantId FABRIKAM = new TenantId("fabrikam");

    @TempDir
    private Path directory;

    private static ScriptedServer.Answer wholeService(String path) {
        if (path.startsWith("/users?")) {
            return ScriptedServer.Answer.json(
                    200, "{\"value\":[{\"id\":\"u1\",\"mail\":\"a@x.example\",\"displayName\":\"A\"}]}");
        }
        return ScriptedServer.Answer.json(200, "{\"id\":\"inbox\",\"totalItemCount\":1}");
    }

    @Test
    void makesARealKeyThatOnlyThePassphraseOpens() throws Exception {
        var config = GraphFixture.config(directory);
        try (Connections connections = FileConnections.open(config, new RsaKeyMaker(config.random()))) {
            Connection made = connections.create(CONTOSO, ConnectionFunction.SYNC, Cloud.GLOBAL, "contoso.example");
            assertThat(made.state()).isEqualTo(Connection.State.CREATED);
            assertThat(Duration.between(made.certificateFrom(), made.certificateUntil())
                            .toDays())
                    .isEqualTo(365);
        }
        Path file = directory.resolve("contoso/sync.p12");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        KeyStore foreign = KeyStore.getInstance(file.toFile(), "correct horse battery staple".toCharArray());
        assertThat(((java.security.interfaces.RSAPrivateKey)
                                foreign.getKey("postern", "correct horse battery staple".toCharArray()))
                        .getModulus()
                        .bitLength())
                .isEqualTo(3072);
        var wrong = new ConnectionsConfig(
                directory, "another passphrase"::toCharArray, config.clock(), config.random(), 1_000, config.limits());
        assertThatThrownBy(() -> Connections.open(wrong))
                .isInstanceOf(ConnectionException.class)
                .hasMessageContaining("passphrase does not open");
        Connections.open(config).close(); // The lock was given back.
    }

    @Test
    void aDamagedKeyFileIsNoWrongPassphrase() throws IOException {
        try (GraphFixture _ = new GraphFixture(directory)) {
            assertThat(directory.resolve("contoso/sync.p12")).exists();
        }
        Files.write(directory.resolve("contoso/sync.p12"), new byte[] {1, 2, 3});
        assertThatThrownBy(() -> Connections.open(GraphFixture.config(directory)))
                .isInstanceOf(ConnectionException.class)
                .hasMessageContaining("cannot be read");
    }

    @Test
    void oneProcessAtATime() throws IOException {
        try (GraphFixture _ = new GraphFixture(directory)) {
            assertThatThrownBy(() -> Connections.open(GraphFixture.config(directory)))
                    .isInstanceOf(ConnectionException.class)
                    .hasMessageContaining("another process");
        }
    }

    @Test
    void anotherTenantsIdFindsNothing() throws IOException {
        try (GraphFixture fixture = new GraphFixture(directory)) {
            Connections connections = fixture.connections;
            assertThat(connections.list(FABRIKAM)).isEmpty();
            assertThat(connections.find(FABRIKAM, ConnectionFunction.SYNC)).isEmpty();
            assertThat(connections.requests(FABRIKAM)).isZero();
            List<org.assertj.core.api.ThrowableAssert.ThrowingCallable> attacks = List.of(
                    () -> connections.reader(FABRIKAM),
                    () -> TestMandates.writer(connections, FABRIKAM),
                    () -> connections.ledger(FABRIKAM),
                    () -> connections.kit(FABRIKAM, ConnectionFunction.SYNC),
                    () -> connections.check(FABRIKAM, ConnectionFunction.SYNC),
                    () -> connections.register(FABRIKAM, ConnectionFunction.SYNC, CLIENT),
                    () -> connections.remove(FABRIKAM, ConnectionFunction.SYNC),
                    () -> TestMandates.writer(connections, CONTOSO)); // The sync key must not write.
            for (var attack : attacks) {
                assertThatThrownBy(attack)
                        .isInstanceOf(ConnectionException.class)
                        .hasMessageContaining("has no");
            }
            assertThat(directory.resolve("fabrikam")).doesNotExist();
            assertThat(fixture.server.received()).isEmpty();
        }
    }

    @Test
    void keepsConnectionsAndForgetsRemovedOnes() throws IOException {
        Connection before;
        try (GraphFixture fixture = new GraphFixture(directory)) {
            before = fixture.connections.find(CONTOSO, ConnectionFunction.SYNC).orElseThrow();
            assertThatThrownBy(() -> fixture.connect(ConnectionFunction.SYNC)).hasMessageContaining("already");
        }
        try (Connections connections = Connections.open(GraphFixture.config(directory))) {
            assertThat(connections.list(CONTOSO)).containsExactly(before);
            connections.remove(CONTOSO, ConnectionFunction.SYNC);
            assertThat(connections.list(CONTOSO)).isEmpty();
            assertThat(directory.resolve("contoso/sync.p12")).doesNotExist();
            assertThat(connections.ledger(CONTOSO).read(0, 10))
                    .extracting(Ledger.Entry::kind)
                    .containsExactly(
                            "connection.created", "key.created", "connection.registered", "connection.removed");
        }
    }

    @Test
    void refusesIdsThatCouldHideInAScript() throws IOException {
        try (GraphFixture fixture = new GraphFixture(directory)) {
            for (String evil : List.of("'; rm -rf /", "a b", "", "x\n", "$(id)", "-rf")) {
                assertThatThrownBy(() -> fixture.connections.create(
                                CONTOSO, ConnectionFunction.REMEDIATE, fixture.cloud(), evil))
                        .isInstanceOf(ConnectionException.class);
                assertThatThrownBy(() -> fixture.connections.register(CONTOSO, ConnectionFunction.SYNC, evil))
                        .isInstanceOf(ConnectionException.class);
            }
        }
    }

    @Test
    void theKitNamesTheLeastRolesAndHoldsTheCertificateOnly() throws IOException {
        try (GraphFixture fixture = new GraphFixture(directory)) {
            ConnectKit kit = fixture.connections.kit(CONTOSO, ConnectionFunction.SYNC);
            assertThat(kit.certificatePem()).startsWith("-----BEGIN CERTIFICATE-----");
            for (String script : List.of(kit.powerShell(), kit.azureCli())) {
                assertThat(script)
                        .contains(kit.certificatePem())
                        .contains("AzureADMyOrg")
                        .contains("contoso.example")
                        .contains("810c84a8-4a9e-49e6-bf7d-12d183f40d01")
                        .doesNotContain("e2a3a72e-5f79-4c64-b1b1-878b674786c9")
                        .doesNotContain("PRIVATE");
            }
            assertThat(kit.explanation())
                    .contains("Test-ServicePrincipalAuthorization")
                    .contains("Application Mail.Read'");
        }
    }

    @Test
    void signsInWithAnAssertionThatItsCertificateVerifies() throws Exception {
        try (GraphFixture fixture = new GraphFixture(directory)) {
            fixture.answer((_, path) -> wholeService(path));
            assertThat(fixture.reader().mailboxes()).hasSize(1);
            var request = fixture.server.received().getFirst();
            Map<String, String> form = Stream.of(request.body().split("&", -1))
                    .map(field -> field.split("=", 2))
                    .collect(java.util.stream.Collectors.toMap(
                            field -> field[0], field -> URLDecoder.decode(field[1], StandardCharsets.UTF_8)));
            assertThat(form)
                    .containsEntry("client_id", CLIENT)
                    .containsEntry("scope", fixture.server.uri() + "/.default")
                    .containsEntry("grant_type", "client_credentials");
            SignedJWT assertion = SignedJWT.parse(String.valueOf(form.get("client_assertion")));
            KeyStore store = KeyStore.getInstance(
                    directory.resolve("contoso/sync.p12").toFile(), "correct horse battery staple".toCharArray());
            RSAPublicKey key = (RSAPublicKey) store.getCertificate("postern").getPublicKey();
            assertThat(assertion.verify(new RSASSAVerifier(key))).isTrue();
            assertThat(assertion.getHeader().getAlgorithm().getName()).isEqualTo("PS256");
            assertThat(assertion.getHeader().toString()).contains("x5t#S256");
            var claims = assertion.getJWTClaimsSet();
            assertThat(claims.getAudience())
                    .containsExactly(fixture.server.uri() + "/contoso.example/oauth2/v2.0/token");
            assertThat(Duration.between(
                            claims.getNotBeforeTime().toInstant(),
                            claims.getExpirationTime().toInstant()))
                    .isLessThanOrEqualTo(Duration.ofMinutes(10));
        }
    }

    @Test
    void everyUseOfTheKeyIsInTheLedgerAndNothingSecret() throws IOException {
        try (GraphFixture fixture = new GraphFixture(directory)) {
            fixture.answer((_, path) -> wholeService(path));
            fixture.reader().mailboxes();
            Ledger ledger = fixture.connections.ledger(CONTOSO);
            assertThat(ledger.read(0, 100))
                    .extracting(Ledger.Entry::kind)
                    .containsExactly(
                            "connection.created",
                            "key.created",
                            "connection.registered",
                            "token.requested",
                            "token.received",
                            "request",
                            "answer");
            Ledger.Entry request = ledger.read(5, 1).getFirst();
            assertThat(request.details())
                    .containsEntry("operations", "user.list:1")
                    .containsEntry("path", "/v1.0/users")
                    .containsEntry("id", fixture.server.received().getLast().header("client-request-id"));
            assertThat(fixture.connections.requests(CONTOSO)).isEqualTo(2);
            fixture.connections.beginLedger(FABRIKAM);
            for (var received : fixture.server.received()) {
                UUID id = UUID.fromString(received.header("client-request-id"));
                assertThat(ledger.recognise(id)).as("%s", received.target()).isPresent();
                assertThat(fixture.connections.ledger(FABRIKAM).recognise(id)).isEmpty();
            }
        }
        String text = Files.readString(directory.resolve("contoso/ledger.jsonl"));
        assertThat(text).doesNotContain("eyJ").doesNotContain("Bearer").doesNotContain("a@x.example");
    }

    @Test
    void aPassedTestActivates() throws IOException {
        try (GraphFixture fixture = new GraphFixture(directory)) {
            fixture.answer((_, path) -> wholeService(path));
            ConnectionCheck check = fixture.connections.check(CONTOSO, ConnectionFunction.SYNC);
            assertThat(check.findings())
                    .as("%s", check)
                    .allSatisfy(finding -> assertThat(finding.outcome()).isEqualTo(Outcome.PASSED));
            assertThat(fixture.connections
                            .find(CONTOSO, ConnectionFunction.SYNC)
                            .orElseThrow()
                            .state())
                    .isEqualTo(Connection.State.ACTIVE);
            fixture.graph.roles(List.of("Mail.ReadWrite"));
            fixture.connect(ConnectionFunction.REMEDIATE);
            assertThat(fixture.connections
                            .check(CONTOSO, ConnectionFunction.REMEDIATE)
                            .passed())
                    .isTrue();
        }
    }

    @Test
    void tellsMissingAndDangerousRoles() throws IOException {
        try (GraphFixture fixture = new GraphFixture(directory)) {
            fixture.answer((_, path) -> path.startsWith("/users?")
                    ? ScriptedGraph.error(403, "Authorization_RequestDenied")
                    : wholeService(path));
            fixture.graph.roles(List.of("Mail.Read"));
            Finding missing = roles(fixture);
            assertThat(missing.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(missing.detail()).contains("Missing: User.Read.All").doesNotContain("Mail.Read (");
            fixture.answer((_, path) -> wholeService(path));
            fixture.graph.roles(List.of("Mail.ReadWrite", "User.Read.All", "Mail.Send"));
            Finding danger = roles(fixture);
            assertThat(danger.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(danger.detail()).contains("DANGER").contains("Mail.ReadWrite, Mail.Send");
            fixture.graph.roles(List.of("User.Read.All")); // Exchange's own grant reads the mailbox.
            assertThat(roles(fixture).outcome()).isEqualTo(Outcome.PASSED);
            fixture.graph.roles(List.of("Mail.Read", "User.Read.All", "Calendars.Read"));
            assertThat(roles(fixture).detail()).contains("better removed: Calendars.Read");
        }
    }

    private static Finding roles(GraphFixture fixture) {
        return fixture.connections.check(CONTOSO, ConnectionFunction.SYNC).findings().stream()
                .filter(finding -> finding.step().equals("Application roles"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void explainsEveryRefusedSignIn() throws IOException {
        Map<String, String> words = Map.of(
                "AADSTS700016", "no application with this client id",
                "AADSTS700027", "does not hold this connection's certificate",
                "AADSTS7000222", "expired",
                "AADSTS700024", "behind",
                "AADSTS90002", "not known to Entra",
                "AADSTS7000112", "disabled",
                "AADSTS123456789", "refused");
        try (GraphFixture fixture = new GraphFixture(directory)) {
            for (var word : words.entrySet()) {
                fixture.server.script(_ -> ScriptedServer.Answer.json(
                                401,
                                "{\"error\":\"invalid_client\",\"error_description\":\"" + word.getKey()
                                        + ": scripted\"}")
                        .with("Date", "Tue, 01 Jan 2030 00:00:00 GMT"));
                ConnectionCheck check = fixture.connections.check(CONTOSO, ConnectionFunction.SYNC);
                assertThat(check.passed()).isFalse();
                Finding signIn = check.findings().get(2);
                assertThat(signIn.outcome()).isEqualTo(Outcome.FAILED);
                assertThat(signIn.detail()).contains(word.getKey()).contains(word.getValue());
                assertThat(signIn.advice()).isNotEmpty();
                assertThat(check.findings()).extracting(Finding::outcome).endsWith(Outcome.SKIPPED);
                assertThatThrownBy(() -> fixture.reader().mailboxes()).hasMessageContaining(word.getValue());
            }
        }
    }
}
