package org.postern.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.connections.ConnectionFunction.SYNC;
import static org.postern.connections.ConnectionKey.State.ACTIVE;
import static org.postern.connections.ConnectionKey.State.CREATED;
import static org.postern.connections.ConnectionKey.State.RETIRING;
import static org.postern.connections.ConnectionKey.State.REVOKED;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.connections.MailServer.Method;
import org.postern.connections.RollReport.Outcome;
import org.postern.lab.world.Application;
import org.postern.lab.world.ServiceAccount;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;

/// What opens an Exchange Server, replaced: an application's key, a password, a TLS certificate.
@Timeout(120)
class ServerKeysTest {
    private static final String ACCOUNT = "FERNHOLLOW\\postern";

    @TempDir
    private static Path directory;

    private static @Nullable KeysFixture shared;
    private static int tenants;

    private final KeysFixture fixture = java.util.Objects.requireNonNull(shared);
    private final TenantId tenant = new TenantId("served-" + ++tenants);
    private final String address = fixture.customer().users().getFirst().address();

    @BeforeAll
    static void start() throws Exception {
        shared = new KeysFixture(directory);
    }

    @AfterAll
    static void stop() {
        java.util.Objects.requireNonNull(shared).close();
    }

    private MailServer server(Method method) throws Exception {
        return new MailServer(
                ServiceKind.EWS,
                URI.create(fixture.lab.baseUrl() + "/EWS/Exchange.asmx"),
                method,
                method == Method.TOKEN ? address : ACCOUNT,
                List.of(address),
                URI.create("https://outlook.office365.com"),
                Files.readString(fixture.lab.caFile()));
    }

    private Application connectByToken() throws Exception {
        Credential entra =
                new Credential.Entra(fixture.cloud(), fixture.customer().domain());
        fixture.connections.create(tenant, SYNC, server(Method.TOKEN), entra);
        Application application = fixture.customer().register("Postern", Set.of("full_access_as_app"));
        String keyId = fixture.put(application, fixture.certificate(tenant, SYNC), false);
        fixture.connections.register(
                tenant,
                SYNC,
                application.appId().toString(),
                application.objectId().toString(),
                keyId);
        assertWorks();
        return application;
    }

    private void assertWorks() {
        ConnectionCheck check = fixture.connections.check(tenant, SYNC);
        assertThat(check.passed()).as("%s", check).isTrue();
    }

    private void readOnce() {
        fixture.connections.reader(tenant).folderChanges(new MailboxId(address), null);
    }

    @Test
    void anApplicationThatOpensEwsIsRolledWithNoRequestFailing() throws Exception {
        Application application = connectByToken();
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger read = new AtomicInteger();
        AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
        Thread reading = Thread.startVirtualThread(() -> {
            try {
                while (!done.get()) {
                    readOnce();
                    read.incrementAndGet();
                }
            } catch (RuntimeException e) {
                failure.set(e);
            }
        });
        RollReport overlapping = fixture.roll(tenant, SYNC, RollOrder.asked("yearly"));
        assertThat(overlapping.outcome()).as("%s", overlapping).isEqualTo(Outcome.WAITING);
        assertThat(fixture.states(tenant, SYNC)).containsExactly(RETIRING, ACTIVE);
        assertThat(application.keys()).hasSize(2);
        RollReport stolen = fixture.roll(tenant, SYNC, RollOrder.reestablish("stolen", true));
        done.set(true);
        reading.join();
        assertThat(failure.get()).isNull();
        assertThat(read.get()).isPositive();
        assertThat(stolen.outcome()).as("%s", stolen).isEqualTo(Outcome.DONE);
        assertThat(fixture.states(tenant, SYNC)).containsExactly(REVOKED, REVOKED, ACTIVE);
        assertThat(application.keys()).hasSize(1);
        assertThat(stolen.mailFlow()).singleElement().satisfies(flow -> {
            assertThat(flow.samples()).isNotEmpty();
            assertThat(flow.failures()).isZero();
        });
        fixture.restart();
        readOnce();
        assertThat(fixture.connections.ledger(tenant).verify()).isInstanceOf(Ledger.Verification.Whole.class);
    }

    @Test
    void anotherPasswordIsKeptAndTestedBeforeItIsUsed() throws Exception {
        account(Optional.of("old secret"), Optional.empty());
        fixture.connections.create(
                tenant, SYNC, server(Method.PASSWORD), new Credential.Password("old secret".toCharArray()));
        assertWorks();
        assertThatThrownBy(() -> fixture.roll(tenant, SYNC, RollOrder.reestablish("stolen", true)))
                .hasMessageContaining("as " + ACCOUNT + " with a password")
                .hasMessageContaining("postern connection password sync --tenant " + tenant);
        account(Optional.of("new secret"), Optional.empty());
        assertThatThrownBy(this::readOnce).hasMessageContaining("HTTP 401");
        Connection replaced = fixture.connections.keys().replacePassword(tenant, SYNC, "new secret".toCharArray());
        assertThat(replaced.state()).isEqualTo(Connection.State.REGISTERED);
        assertWorks();
        readOnce();
        fixture.connections.keys().cease(tenant, SYNC, "stolen");
        assertThatThrownBy(this::readOnce).isInstanceOf(ConnectionException.class);
        fixture.connections.keys().replacePassword(tenant, SYNC, "new secret".toCharArray());
        fixture.restart();
        assertWorks();
        assertThat(fixture.ledgerKinds(tenant)).contains("connection.password.replaced");
        assertThatThrownBy(() -> fixture.connections.keys().nextCertificate(tenant, SYNC))
                .hasMessageContaining("postern connection password sync");
    }

    private void account(Optional<String> password, Optional<String> certificate) {
        fixture.customer().exchange().add(new ServiceAccount(ACCOUNT, password, certificate, true));
    }

    private void map(String pem) throws Exception {
        byte[] sha256 = MessageDigest.getInstance("SHA-256")
                .digest(KeysFixture.parse(pem).getEncoded());
        account(Optional.empty(), Optional.of(HexFormat.of().formatHex(sha256)));
    }

    @Test
    void anotherCertificateIsTakenIntoUseOnceItIsMapped() throws Exception {
        fixture.connections.create(tenant, SYNC, server(Method.CERTIFICATE), new Credential.Certificate());
        map(fixture.connections.kit(tenant, SYNC).certificatePem());
        assertWorks();
        assertThatThrownBy(() -> fixture.roll(tenant, SYNC, RollOrder.asked("yearly")))
                .hasMessageContaining("postern connection certificate sync --tenant " + tenant)
                .hasMessageContaining("--switch");
        assertThatThrownBy(() -> fixture.connections.keys().switchCertificate(tenant, SYNC))
                .hasMessageContaining("no new certificate that waits");
        String next = fixture.connections.keys().nextCertificate(tenant, SYNC).certificatePem();
        assertThat(fixture.connections.keys().nextCertificate(tenant, SYNC).certificatePem())
                .isEqualTo(next);
        assertThat(fixture.states(tenant, SYNC)).containsExactly(ACTIVE, CREATED);
        assertThatThrownBy(() -> fixture.connections.keys().switchCertificate(tenant, SYNC))
                .hasMessageContaining("does not take the new certificate")
                .hasMessageContaining("Nothing was changed");
        readOnce();
        map(next);
        fixture.connections.keys().switchCertificate(tenant, SYNC);
        assertThat(fixture.states(tenant, SYNC)).containsExactly(REVOKED, ACTIVE);
        readOnce();
        fixture.restart();
        readOnce();
        assertThat(fixture.keyFile(tenant, "sync.p12")).doesNotExist();
        assertThat(fixture.ledgerKinds(tenant)).contains("key.created", "key.switched");
    }
}
