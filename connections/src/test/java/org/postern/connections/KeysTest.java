package org.postern.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.connections.ConnectionFunction.REMEDIATE;
import static org.postern.connections.ConnectionFunction.SYNC;
import static org.postern.connections.ConnectionFunction.WATCH;
import static org.postern.connections.ConnectionKey.State.ACTIVE;
import static org.postern.connections.ConnectionKey.State.RETIRING;
import static org.postern.connections.ConnectionKey.State.REVOKED;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.connections.RollReport.Outcome;
import org.postern.connections.graph.ApplicationCredentials;
import org.postern.connections.keys.PrivateFile;
import org.postern.connections.signin.KeyProof;
import org.postern.lab.world.Application;
import org.postern.lab.world.KeyCredential;
import org.postern.mail.TenantId;

/// The life of keys against the lab: replaced, stolen, taken away, ceased.
@Timeout(120)
class KeysTest {
    @TempDir
    private static Path directory;

    private static @Nullable KeysFixture shared;
    private static int tenants;

    private final KeysFixture fixture = java.util.Objects.requireNonNull(shared);
    private final TenantId tenant = new TenantId("customer-" + ++tenants);

    @BeforeAll
    static void start() throws Exception {
        shared = new KeysFixture(directory);
    }

    @AfterAll
    static void stop() {
        java.util.Objects.requireNonNull(shared).close();
    }

    @AfterEach
    void noDelay() {
        fixture.lab.world().keyPropagation(Duration.ZERO);
    }

    private static RollOrder theft(String because) {
        return RollOrder.reestablish(because, true);
    }

    private static List<String> keyIds(Application application) {
        return application.keys().stream().map(key -> key.keyId().toString()).toList();
    }

    @Test
    void aRollOverlapsAndLeavesTheOldKeyUntilItsGraceIsOver() throws Exception {
        Application application = fixture.connect(tenant, SYNC, "Mail.Read", "User.Read.All");
        RollReport report = fixture.roll(tenant, SYNC, RollOrder.asked("yearly"));
        assertThat(report.outcome()).isEqualTo(Outcome.WAITING);
        assertThat(report.until()).isAfter(Instant.now().plus(Duration.ofMinutes(70)));
        assertThat(fixture.states(tenant, SYNC)).containsExactly(RETIRING, ACTIVE);
        assertThat(application.keys()).hasSize(2);
        assertThat(fixture.connections.keys().resumable(tenant)).isEmpty();
        fixture.restart();
        assertThat(fixture.connections.reader(tenant).mailboxes()).isNotEmpty();
        RollReport hurried = fixture.roll(tenant, SYNC, theft("stolen"));
        assertThat(hurried.outcome()).as("%s", hurried).isEqualTo(Outcome.DONE);
        assertThat(fixture.states(tenant, SYNC)).containsExactly(REVOKED, REVOKED, ACTIVE);
        assertThat(application.keys()).hasSize(1);
        assertThat(fixture.keyFile(tenant, "sync.p12")).doesNotExist();
        assertThat(fixture.keyFile(tenant, "sync-2.p12")).doesNotExist();
        assertThat(fixture.keyFile(tenant, "sync-3.p12")).exists();
        assertThat(fixture.connections.ledger(tenant).verify()).isInstanceOf(Ledger.Verification.Whole.class);
    }

    @Test
    void aMailServerBesideGraphHindersNoRollAndIsNotRolledItself() throws Exception {
        fixture.connect(tenant, SYNC, "Mail.Read", "User.Read.All");
        MailServer server = new MailServer(
                ServiceKind.IMAP,
                URI.create("imaps://127.0.0.1:1"),
                MailServer.Method.PASSWORD,
                "backup",
                List.of("a@x.example"),
                null,
                null);
        fixture.connections.create(tenant, REMEDIATE, server, new Credential.Password("secret".toCharArray()));
        RollReport report = fixture.roll(tenant, SYNC, theft("stolen"));
        assertThat(report.outcome()).as("%s", report).isEqualTo(Outcome.DONE);
        assertThat(report.mailFlow()).extracting(RollReport.Flow::function).containsExactly("sync");
        assertThatThrownBy(() -> fixture.roll(tenant, REMEDIATE, theft("stolen")))
                .isInstanceOf(ConnectionException.class)
                .hasMessageContaining("127.0.0.1")
                .hasMessageContaining("postern connection password remediate");
        fixture.connections.keys().cease(tenant, REMEDIATE, "stolen");
        assertThat(fixture.keyFile(tenant, "remediate.secret")).doesNotExist();
    }

    @Test
    void afterATheftTheOldKeyAndForeignOnesGoAndNoRequestFails() throws Exception {
        Application application = fixture.connect(tenant, SYNC, "Mail.Read", "User.Read.All");
        fixture.connect(tenant, WATCH, "AuditLog.Read.All", "Directory.Read.All");
        fixture.put(application, thief(), false);
        fixture.lab.world().keyPropagation(Duration.ofMillis(700));
        MailReader reader = fixture.connections.reader(tenant);
        AtomicBoolean going = new AtomicBoolean(true);
        AtomicInteger reads = new AtomicInteger();
        AtomicReference<RuntimeException> failed = new AtomicReference<>();
        Thread job = Thread.startVirtualThread(() -> {
            try {
                while (going.get()) {
                    reader.mailboxes();
                    reads.incrementAndGet();
                }
            } catch (RuntimeException e) {
                failed.set(e);
            }
        });
        RollReport report = fixture.roll(tenant, SYNC, theft("stolen"));
        int duringRoll = reads.get();
        reader.mailboxes();
        going.set(false);
        job.join();
        assertThat(failed.get()).isNull();
        assertThat(duringRoll).isPositive();
        assertThat(report.outcome()).as("%s", report).isEqualTo(Outcome.DONE);
        assertThat(report.keysListed()).isTrue();
        assertThat(report.removed()).hasSize(2);
        assertThat(report.left()).isEmpty();
        assertThat(keyIds(application))
                .containsExactly(fixture.find(tenant, SYNC).key().keyId().orElseThrow());
        assertThat(report.mailFlow()).extracting(RollReport.Flow::function).containsExactly("sync", "watch");
        assertThat(report.mailFlow()).allSatisfy(flow -> {
            assertThat(flow.failures()).isZero();
            assertThat(flow.longestGapMilliseconds()).isZero();
            assertThat(flow.looks()).isGreaterThan(5);
        });
        assertThat(fixture.ledgerKinds(tenant))
                .containsSubsequence(
                        "key.roll.begun",
                        "key.creating",
                        "key.created",
                        "key.adding",
                        "key.registered",
                        "key.switched",
                        "key.removing",
                        "key.revoked",
                        "key.unknown.removing",
                        "key.roll.done");
    }

    /// A certificate of somebody else's.
    private java.security.cert.X509Certificate thief() {
        return TestAuthority.differentKeys().make("CN=thief", Instant.now()).certificate();
    }

    @Test
    void whereTheApplicationsKeysCannotBeReadThatIsTold() throws Exception {
        Application application = fixture.connect(tenant, SYNC, "Mail.Read", "User.Read.All");
        fixture.put(application, thief(), false);
        RollReport report = fixture.roll(tenant, SYNC, theft("stolen"));
        assertThat(report.outcome()).isEqualTo(Outcome.DONE);
        assertThat(report.keysListed()).isFalse();
        assertThat(report.events()).anyMatch(event -> event.text().contains("may not read the application's keys"));
        assertThat(application.keys()).hasSize(2);
    }

    @Test
    void theSameWordsAskForItOnce() throws Exception {
        fixture.connect(tenant, SYNC, "Mail.Read", "User.Read.All");
        RollReport first = fixture.roll(tenant, SYNC, theft("incident 7"));
        RollReport second = fixture.roll(tenant, SYNC, theft("incident 7"));
        assertThat(second.outcome()).isEqualTo(Outcome.DONE_BEFORE);
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(fixture.find(tenant, SYNC).keys()).hasSize(2);
        RollReport forced = fixture.roll(tenant, SYNC, theft("incident 7").forced());
        assertThat(forced.id()).isNotEqualTo(first.id());
        assertThat(fixture.find(tenant, SYNC).keys()).hasSize(3);
    }

    @Test
    void whenTheCustomerRemovedTheOldKeyFirstHisScriptIsTheWayOut() throws Exception {
        Application application = fixture.connect(tenant, SYNC, "Mail.Read", "User.Read.All");
        application.replaceKeys(List.of());
        RollReport halted = fixture.roll(tenant, SYNC, theft("stolen"));
        goesOnByTheScript(application, halted);
    }

    private void goesOnByTheScript(Application application, RollReport halted) throws Exception {
        assertThat(halted.outcome()).as("%s", halted).isEqualTo(Outcome.STOPPED);
        assertThat(halted.step()).isEqualTo("customer");
        assertThat(halted.wayOut()).contains("script");
        var script = java.util.Objects.requireNonNull(halted.script());
        assertThat(script.powerShell()).contains(application.appId().toString()).contains("BEGIN CERTIFICATE");
        assertThat(script.azureCli()).contains(application.appId().toString()).doesNotContain("PRIVATE");
        String pem = script.powerShell().substring(script.powerShell().indexOf("-----BEGIN"));
        fixture.put(application, KeysFixture.parse(pem.substring(0, pem.indexOf("'@"))), true);
        fixture.restart();
        RollReport report = fixture.roll(tenant, SYNC, theft("stolen"));
        assertThat(report.done()).as("%s", report).isTrue();
        assertThat(report.id()).isEqualTo(halted.id());
        assertThat(fixture.connections.reader(tenant).mailboxes()).isNotEmpty();
        assertThat(fixture.states(tenant, SYNC)).containsExactly(REVOKED, ACTIVE);
    }

    @Test
    void anUntrustedKeyVouchesForNothing() throws Exception {
        Application application = fixture.connect(tenant, SYNC, "Mail.Read", "User.Read.All");
        RollReport halted = fixture.roll(tenant, SYNC, RollOrder.reestablish("stolen", false));
        assertThat(application.keys()).hasSize(1);
        assertThat(fixture.ledgerKinds(tenant)).doesNotContain("key.adding");
        goesOnByTheScript(application, halted);
    }

    @Test
    void aLostKeyFileIsToldAndTheScriptIsTheWayOut() throws Exception {
        Application application = fixture.connect(tenant, SYNC, "Mail.Read", "User.Read.All");
        PrivateFile.destroy(fixture.keyFile(tenant, "sync.p12"));
        RollReport halted = fixture.roll(tenant, SYNC, theft("stolen"));
        assertThat(halted.events()).anyMatch(event -> event.text().contains("sync.p12 is missing"));
        goesOnByTheScript(application, halted);
    }

    @Test
    void withoutAnObjectIdNothingIsGuessed() throws Exception {
        Application application = fixture.connect(tenant, SYNC, "Mail.Read", "User.Read.All");
        Connection known = fixture.find(tenant, SYNC);
        new ConnectionStore(directory.resolve("connections"))
                .save(known.registeredAs(application.appId().toString(), null));
        RollReport halted = fixture.roll(tenant, SYNC, theft("stolen"));
        assertThat(halted.outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(halted.waitingFor()).contains("object id is not known");
        assertThat(halted.wayOut()).contains("--object-id");
        fixture.connections.register(
                tenant,
                SYNC,
                application.appId().toString(),
                application.objectId().toString(),
                null);
        assertThat(fixture.roll(tenant, SYNC, theft("stolen")).outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void aWatchConnectionFindsTheObjectId() throws Exception {
        Application application = fixture.connect(tenant, SYNC, "Mail.Read", "User.Read.All");
        fixture.connect(tenant, WATCH, "AuditLog.Read.All", "Directory.Read.All");
        Connection known = fixture.find(tenant, SYNC);
        new ConnectionStore(directory.resolve("connections"))
                .save(known.registeredAs(application.appId().toString(), null)
                        .with(known.key().knownAs(null)));
        RollReport report = fixture.roll(tenant, SYNC, theft("stolen"));
        assertThat(report.outcome()).as("%s", report).isEqualTo(Outcome.DONE);
        assertThat(application.keys()).hasSize(1);
        assertThat(fixture.find(tenant, SYNC).objectId())
                .contains(application.objectId().toString());
    }

    @Test
    void aKeyThatEntraDoesNotAcceptYetIsWaitedForAcrossRuns() throws Exception {
        Application application = fixture.connect(tenant, SYNC, "Mail.Read", "User.Read.All");
        fixture.lab.world().keyPropagation(Duration.ofMinutes(10));
        RollReport waiting = fixture.roll(tenant, SYNC, theft("stolen"));
        assertThat(waiting.outcome()).isEqualTo(Outcome.WAITING);
        assertThat(waiting.waitingFor()).contains("AADSTS700027");
        assertThat(fixture.states(tenant, SYNC)).startsWith(ACTIVE);
        assertThat(fixture.connections.reader(tenant).mailboxes()).isNotEmpty();
        assertThat(fixture.connections.keys().resumable(tenant)).containsExactly(SYNC);
        KeyCredential late = application.keys().getLast();
        application.removeKey(late.keyId());
        application.addKey(late, Instant.EPOCH);
        assertThat(fixture.roll(tenant, SYNC, theft("stolen")).outcome()).isEqualTo(Outcome.DONE);
        assertThat(application.keys()).hasSize(1);
    }

    @Test
    void ceasingStopsClientsInUseAndDestroysTheKey() throws Exception {
        Application application = fixture.connect(tenant, SYNC, "Mail.Read", "User.Read.All");
        MailReader inUse = fixture.connections.reader(tenant);
        inUse.mailboxes();
        long before = fixture.connections.requests(tenant);
        Connection ceased = fixture.connections.keys().cease(tenant, SYNC, "stolen");
        assertThat(ceased.state()).isEqualTo(Connection.State.CEASED);
        assertThatThrownBy(inUse::mailboxes)
                .isInstanceOf(ConnectionException.class)
                .hasMessageContaining("stopped by an administrator");
        assertThatThrownBy(() -> fixture.connections.reader(tenant).mailboxes())
                .isInstanceOf(ConnectionException.class);
        assertThat(fixture.connections.requests(tenant)).isEqualTo(before);
        assertThat(fixture.keyFile(tenant, "sync.p12")).doesNotExist();
        assertThat(fixture.states(tenant, SYNC)).containsExactly(REVOKED);
        assertThat(fixture.ledgerKinds(tenant)).endsWith("connection.ceased");
        goesOnByTheScript(application, fixture.roll(tenant, SYNC, theft("stolen")));
    }

    @Test
    void ceasingInTheMiddleOfARollWins() throws Exception {
        fixture.connect(tenant, SYNC, "Mail.Read", "User.Read.All");
        fixture.lab.world().keyPropagation(Duration.ofMinutes(10));
        AtomicReference<RollReport> report = new AtomicReference<>();
        Thread rolling = Thread.startVirtualThread(() -> {
            try {
                report.set(fixture.roll(tenant, SYNC, theft("stolen")));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        while (fixture.find(tenant, SYNC).keys().size() < 2) {
            Thread.sleep(5);
        }
        fixture.connections.keys().cease(tenant, SYNC, "worse");
        rolling.join();
        assertThat(report.get().outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(fixture.find(tenant, SYNC).state()).isEqualTo(Connection.State.CEASED);
        assertThat(fixture.states(tenant, SYNC)).containsOnly(REVOKED);
        try (var files = Files.list(fixture.keyFile(tenant, ""))) {
            assertThat(files.filter(file -> file.getFileName().toString().matches("sync.*p12")))
                    .isEmpty();
        }
    }

    @Test
    void theOtherFunctionsGoOnMeanwhile() throws Exception {
        fixture.connect(tenant, SYNC, "Mail.Read", "User.Read.All");
        fixture.connect(tenant, REMEDIATE, "Mail.ReadWrite");
        RollReport report = fixture.roll(tenant, REMEDIATE, theft("stolen"));
        assertThat(report.outcome()).isEqualTo(Outcome.DONE);
        assertThat(report.mailFlow()).extracting(RollReport.Flow::function).containsExactly("sync", "remediate");
        assertThat(report.mailFlow()).allMatch(flow -> flow.failures() == 0);
        assertThat(fixture.find(tenant, SYNC).keys()).hasSize(1);
    }

    @Test
    void anotherTenantsIdFindsNothing() throws Exception {
        fixture.connect(tenant, SYNC, "Mail.Read", "User.Read.All");
        TenantId other = new TenantId("nobody");
        Keys keys = fixture.connections.keys();
        assertThat(keys.report(other, SYNC)).isEmpty();
        assertThat(keys.resumable(other)).isEmpty();
        assertThatThrownBy(() -> keys.cease(other, SYNC, "")).hasMessageContaining("has no");
        assertThatThrownBy(() -> fixture.roll(other, SYNC, theft(""))).hasMessageContaining("has no");
        assertThat(fixture.states(tenant, SYNC)).containsExactly(ACTIVE);
    }

    @Test
    void theLabRefusesProofsThatAreReplayedPaddedOrOutOfTime() throws Exception {
        Application application = fixture.connect(tenant, SYNC, "Mail.Read", "User.Read.All");
        OpenConnection open = fixture.connections.opened(tenant, SYNC);
        var credentials = new ApplicationCredentials(open.courier(), Clock.systemUTC(), Duration.ofMillis(5));
        var key = ((FileKeys) fixture.connections.keys())
                .ground(fixture.find(tenant, SYNC))
                .open(fixture.find(tenant, SYNC).key());
        String object = application.objectId().toString();
        String nobody = UUID.randomUUID().toString();
        String proof = KeyProof.sign(key, object, UUID.randomUUID(), Instant.now());
        assertThat(credentials.remove(object, nobody, () -> proof))
                .isInstanceOf(ApplicationCredentials.Outcome.Missing.class);
        assertThat(credentials.remove(object, nobody, () -> proof))
                .isInstanceOf(ApplicationCredentials.Outcome.ProofRefused.class);
        List<String> bad = List.of(
                KeyProof.sign(key, object, UUID.randomUUID(), Instant.now()) + "=",
                KeyProof.sign(key, object, UUID.randomUUID(), Instant.now().minus(Duration.ofMinutes(20))),
                KeyProof.sign(key, object, UUID.randomUUID(), Instant.now().plus(Duration.ofMinutes(20))),
                KeyProof.sign(key, application.appId().toString(), UUID.randomUUID(), Instant.now()));
        for (String one : bad) {
            assertThat(credentials.remove(object, nobody, () -> one))
                    .isInstanceOf(ApplicationCredentials.Outcome.ProofRefused.class);
        }
        assertThat(application.keys()).hasSize(1);
    }
}
