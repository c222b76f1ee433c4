package org.postern.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.postern.connections.LabCustomer.TENANT;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.connections.Alarm.Kind;
import org.postern.connections.keys.HeldKey;
import org.postern.connections.keys.KeyFile;
import org.postern.connections.keys.StretchedPassphrase;
import org.postern.lab.world.Application;
import org.postern.mail.TenantId;

/// The watch against the lab: honest use, a thief at another address, a key that is not ours, a log that is not given.
@Timeout(120)
class WatchTest {
    @TempDir
    Path directory;

    private LabCustomer customer;
    private Thief thief;

    @BeforeEach
    void start() throws Exception {
        customer = new LabCustomer(directory);
        thief = new Thief(customer.trusting());
        customer.connect(ConnectionFunction.SYNC, "Mail.Read", "User.Read.All");
    }

    @AfterEach
    void stop() {
        thief.close();
        customer.close();
    }

    private Watch watch() {
        return customer.connections.watch();
    }

    private void watched() throws Exception {
        customer.connect(ConnectionFunction.WATCH, "AuditLog.Read.All", "Directory.Read.All");
        assertThat(customer.connections.check(TENANT, ConnectionFunction.WATCH).passed())
                .isTrue();
    }

    private HeldKey copied(ConnectionFunction function) {
        Path file = directory.resolve("connections/" + TENANT.value() + "/" + ConnectionStore.name(function) + ".p12");
        return new KeyFile(
                        file,
                        new StretchedPassphrase(GraphFixture.config(directory).passphrase(), 1_000, new SecureRandom()))
                .open();
    }

    private String steal(ConnectionFunction function, String requestId) throws Exception {
        Connection connection = customer.connections.find(TENANT, function).orElseThrow();
        return thief.token(
                connection.cloud(),
                connection.directoryTenant(),
                connection.clientId().orElseThrow(),
                copied(function),
                requestId);
    }

    @Test
    void honestUseRaisesNothing() throws Exception {
        watched();
        customer.connections.reader(TENANT).mailboxes();
        Watch.Polled polled = watch().poll(TENANT);
        assertThat(polled.raised()).isEmpty();
        assertThat(polled.losses()).isEmpty();
        assertThat(polled.read()).isGreaterThanOrEqualTo(2);
        assertThat(watch().status(TENANT).addresses()).containsExactly("127.0.0.1");
        assertThat(watch().poll(TENANT).read()).isZero();
    }

    @Test
    void aCopiedKeyIsNoticedByItsFirstUse() throws Exception {
        watched();
        customer.connections.reader(TENANT).mailboxes();
        watch().poll(TENANT);
        assertThat(steal(ConnectionFunction.SYNC, UUID.randomUUID().toString())).isNotEmpty();
        List<Alarm> raised = watch().poll(TENANT).raised();
        assertThat(raised).singleElement().satisfies(alarm -> {
            assertThat(alarm.kinds()).contains(Kind.FOREIGN_USE, Kind.FOREIGN_ADDRESS);
            assertThat(alarm.address()).isEqualTo(Thief.ADDRESS);
            assertThat(alarm.function()).isEqualTo(ConnectionFunction.SYNC);
            assertThat(alarm.thumbprint())
                    .isEqualTo(copied(ConnectionFunction.SYNC).thumbprintHex());
            assertThat(alarm.evidence()).singleElement().asString().contains(Thief.ADDRESS, "sign-in");
        });
        assertThat(watch().poll(TENANT).raised()).isEmpty();
        steal(ConnectionFunction.SYNC, UUID.randomUUID().toString());
        assertThat(watch().poll(TENANT).raised())
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.count()).isEqualTo(2));
        assertThat(customer.connections.ledger(TENANT).read(0, 10_000))
                .filteredOn(entry -> entry.kind().equals("alarm.raised"))
                .hasSize(2);
    }

    @Test
    void aThiefWhoSendsARequestIdOfOursIsNoticedToo() throws Exception {
        watched();
        customer.connections.reader(TENANT).mailboxes();
        String ours = customer.connections.ledger(TENANT).read(0, 10_000).stream()
                .filter(entry ->
                        entry.kind().equals("token.requested") && entry.actor().equals("sync"))
                .findFirst()
                .orElseThrow()
                .details()
                .getOrDefault("id", "");
        steal(ConnectionFunction.SYNC, ours);
        assertThat(watch().poll(TENANT).raised())
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.kinds()).contains(Kind.FOREIGN_USE));
    }

    @Test
    void whoeverKnowsTheClientIdOnlyAccusesNobody() throws Exception {
        watched();
        Connection sync =
                customer.connections.find(TENANT, ConnectionFunction.SYNC).orElseThrow();
        String token = thief.token(
                sync.cloud(),
                sync.directoryTenant(),
                sync.clientId().orElseThrow(),
                TestAuthority.quickKeys().make("CN=nobody", Instant.now()),
                UUID.randomUUID().toString());
        assertThat(token).isEmpty();
        assertThat(watch().poll(TENANT).raised()).isEmpty();
        assertThat(watch().status(TENANT).attempts()).isEqualTo(1);
    }

    @Test
    void aKeyThatWeDidNotRegisterIsFound() throws Exception {
        watched();
        watch().poll(TENANT);
        var tenant = customer.lab.world().tenants().getFirst();
        Application application = tenant.application(customer.connections
                        .find(TENANT, ConnectionFunction.SYNC)
                        .orElseThrow()
                        .clientId()
                        .orElseThrow())
                .orElseThrow();
        HeldKey foreign = TestAuthority.quickKeys().make("CN=persistence", Instant.now());
        application.addKey(tenant.key(application, foreign.certificate(), "backup"));
        assertThat(watch().poll(TENANT).raised()).singleElement().satisfies(alarm -> {
            assertThat(alarm.kinds()).containsExactly(Kind.FOREIGN_KEY);
            assertThat(alarm.thumbprint()).isEqualTo(foreign.entraThumbprint());
        });
        assertThat(watch().poll(TENANT).raised()).isEmpty();
    }

    @Test
    void baitThatIsTakenAlarms() throws Exception {
        watched();
        customer.connect(ConnectionFunction.CANARY);
        assertThat(watch().poll(TENANT).raised()).isEmpty();
        steal(ConnectionFunction.CANARY, UUID.randomUUID().toString());
        assertThat(watch().poll(TENANT).raised())
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.kinds()).contains(Kind.CANARY));
    }

    @Test
    void aLogThatIsNotGivenIsToldAsALoss() throws Exception {
        assertThat(watch().poll(TENANT).losses()).singleElement().asString().contains("no watch connection");
        customer.connect(ConnectionFunction.WATCH, "Directory.Read.All");
        assertThat(watch().poll(TENANT).losses()).isNotEmpty().allMatch(loss -> loss.contains("may not read"));
        assertThat(watch().status(TENANT).losses()).isNotEmpty();
    }

    @Test
    void activityLogsNameTheMailboxes() throws Exception {
        watched();
        customer.connections.reader(TENANT).mailboxes();
        watch().poll(TENANT);
        watch().settings(TENANT, Set.of(), Set.of("Bait@fernhollow.example"));
        String client = customer.connections
                .find(TENANT, ConnectionFunction.SYNC)
                .orElseThrow()
                .clientId()
                .orElseThrow();
        String ours = customer.connections.ledger(TENANT).read(0, 10_000).stream()
                .filter(entry -> entry.kind().equals("request"))
                .findFirst()
                .orElseThrow()
                .details()
                .getOrDefault("id", "");
        String row =
                "{\"TimeGenerated\":\"%s\",\"AppId\":\"%s\",\"ClientRequestId\":\"%s\",\"SignInActivityId\":\"%s\","
                        + "\"IPAddress\":\"%s\",\"RequestMethod\":\"GET\",\"RequestUri\":\"https://graph.microsoft.com%s\",\"ResponseStatusCode\":200}\n";
        String log = row.formatted(Instant.now(), client, ours, "x", "127.0.0.1", "/v1.0/users")
                + row.formatted(
                        Instant.now(),
                        client,
                        UUID.randomUUID(),
                        "t",
                        "203.0.113.9",
                        "/v1.0/users/Ann%40x.example/messages")
                + row.formatted(Instant.now(), client, ours, "t", "203.0.113.9", "/v1.0/users/Ben/messages")
                + row.formatted(Instant.now(), "other", UUID.randomUUID(), "t", "203.0.113.9", "/v1.0/me")
                + "{\"records\":["
                + row.formatted(
                                Instant.now(),
                                "other",
                                UUID.randomUUID(),
                                "t",
                                "203.0.113.9",
                                "/v1.0/users('bait@fernhollow.example')/messages")
                        .strip()
                + "]}";
        Watch.Imported imported = watch().activity(TENANT, stream(log));
        assertThat(imported.read()).isEqualTo(5);
        assertThat(imported.own()).isEqualTo(1);
        assertThat(imported.raised()).hasSize(2);
        assertThat(imported.raised()).anySatisfy(alarm -> {
            assertThat(alarm.kinds()).contains(Kind.FOREIGN_USE, Kind.FOREIGN_ADDRESS);
            assertThat(alarm.mailboxes())
                    .containsExactly("ann@x.example", "ben"); // By a copied request id of ours, too.
        });
        assertThat(imported.raised())
                .anySatisfy(alarm -> assertThat(alarm.kinds()).containsExactly(Kind.CANARY));
        assertThat(watch().activity(TENANT, stream(log)).raised()).isEmpty();
        assertThatExceptionOfType(ConnectionException.class)
                .isThrownBy(() -> watch().activity(TENANT, stream("a,b,c\n1,2,3\n")))
                .withMessageContaining("no Graph activity log");
    }

    @Test
    void whatAKeyCouldReachAndDid() throws Exception {
        watched();
        Instant start = Instant.now();
        MailReader reader = customer.connections.reader(TENANT);
        var mailboxes = reader.mailboxes();
        reader.folderChanges(mailboxes.getFirst().id(), null);
        steal(ConnectionFunction.SYNC, UUID.randomUUID().toString());
        watch().poll(TENANT);
        BlastRadius reach = watch().reach(
                        TENANT, ConnectionFunction.SYNC, start, Instant.now().plusSeconds(1));
        assertThat(reach.mailboxes()).hasSize(mailboxes.size()).noneMatch(BlastRadius.Mailbox::byOthers);
        assertThat(reach.mailboxes())
                .filteredOn(mailbox -> mailbox.ownRequests() > 0)
                .singleElement()
                .satisfies(mailbox -> assertThat(mailbox.id())
                        .isEqualTo(mailboxes.getFirst().id().value()));
        assertThat(reach.alarms()).hasSize(1);
        assertThat(reach.unknown()).singleElement().asString().contains("take all of them as read");
        BlastRadius before = watch().reach(TENANT, ConnectionFunction.SYNC, Instant.EPOCH, start.minusSeconds(60));
        assertThat(before.alarms()).isEmpty();
        assertThat(before.ownRequests()).isZero();
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anAnswerEndsAnAlarmAndOthersFindNothing() throws Exception {
        watched();
        steal(ConnectionFunction.SYNC, UUID.randomUUID().toString());
        Alarm alarm = watch().poll(TENANT).raised().getFirst();
        TenantId other = new TenantId("other");
        assertThatExceptionOfType(ConnectionException.class).isThrownBy(() -> watch().alarms(other));
        assertThatExceptionOfType(ConnectionException.class).isThrownBy(() -> watch().poll(other));
        assertThatExceptionOfType(ConnectionException.class)
                .isThrownBy(() -> watch().acknowledge(TENANT, "nonsense", "ann", "because"));
        watch().acknowledge(TENANT, alarm.id(), "ann", "our penetration test");
        assertThat(watch().alarms(TENANT))
                .singleElement()
                .satisfies(one -> assertThat(one.state()).isEqualTo(Alarm.State.ACKNOWLEDGED));
        assertThat(watch().status(TENANT).open()).isZero();
    }
}
