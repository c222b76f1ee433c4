package org.postern.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.postern.connections.ConnectionFunction.SYNC;
import static org.postern.connections.ConnectionFunction.WATCH;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.connections.SignInCheck.Use;
import org.postern.connections.keys.HeldKey;
import org.postern.connections.keys.KeyFile;
import org.postern.connections.keys.StretchedPassphrase;
import org.postern.lab.world.Application;
import org.postern.mail.TenantId;

/// What a re-establishment tells of the old key's use, by the tenant's own log: at once, late, or not at all.
@Timeout(120)
class SignInCheckTest {
    @TempDir
    private static Path directory;

    private static @Nullable KeysFixture shared;
    private static int tenants;

    private final KeysFixture fixture = Objects.requireNonNull(shared);
    private final TenantId tenant = new TenantId("checked-" + ++tenants);

    @BeforeAll
    static void start() throws Exception {
        shared = new KeysFixture(directory);
    }

    @AfterAll
    static void stop() {
        Objects.requireNonNull(shared).close();
    }

    @AfterEach
    void noDelay() {
        fixture.lab.world().signInDelay(Duration.ZERO);
    }

    private HeldKey copied(String file) {
        var passphrase =
                new StretchedPassphrase(GraphFixture.config(directory).passphrase(), 1_000, new SecureRandom());
        return new KeyFile(fixture.keyFile(tenant, file), passphrase).open();
    }

    private String steal(HeldKey key) throws Exception {
        Connection connection = fixture.find(tenant, SYNC);
        try (Thief thief = new Thief(LabCustomer.trusting(fixture.lab.caFile()))) {
            return thief.token(
                    connection.cloud(),
                    connection.directoryTenant(),
                    connection.clientId().orElseThrow(),
                    key,
                    UUID.randomUUID().toString());
        }
    }

    private void connectAll() throws Exception {
        fixture.connect(tenant, SYNC, "Mail.Read", "User.Read.All");
        fixture.connect(tenant, WATCH, "AuditLog.Read.All", "Directory.Read.All");
    }

    /// The log names seconds: what happened in that of the removal counts as after it.
    private SignInCheck reestablished() throws Exception {
        Thread.sleep(1_100);
        RollReport report = fixture.roll(tenant, SYNC, RollOrder.reestablish("stolen", true));
        assertThat(report.done()).as("%s", report).isTrue();
        return Objects.requireNonNull(report.signIns());
    }

    private SignInCheck stored() {
        return Objects.requireNonNull(
                fixture.connections.keys().report(tenant, SYNC).orElseThrow().signIns());
    }

    @Test
    void usesOfTheOldKeyAreToldAndTheLogIsKnownToBeComplete() throws Exception {
        connectAll();
        HeldKey stolen = copied("sync.p12");
        assertThat(steal(stolen)).isNotEmpty();
        assertThat(steal(stolen)).isNotEmpty();
        SignInCheck check = reestablished();
        assertThat(check.readable()).isTrue();
        assertThat(check.complete()).as("%s", check).isTrue();
        assertThat(check.own()).isPositive();
        assertThat(check.others()).singleElement().satisfies(use -> {
            assertThat(use.count()).isEqualTo(2);
            assertThat(use.ours()).isTrue();
            assertThat(use.afterRemoval()).isFalse();
            assertThat(use.address()).isEqualTo(Thief.ADDRESS);
            assertThat(use.drill()).isEmpty();
        });
        assertThat(fixture.connections.watch().alarms(tenant))
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.state()).isEqualTo(Alarm.State.RESOLVED));
        assertThat(steal(stolen)).isEmpty();
        fixture.connections.watch().poll(tenant);
        assertThat(stored().refused()).isEqualTo(1);
        assertThat(stored().foreign()).isEqualTo(2);
    }

    @Test
    void aKeyThatIsNotOursIsToldAsSuch() throws Exception {
        Application application = fixture.connect(tenant, SYNC, "Mail.Read", "User.Read.All");
        fixture.connect(tenant, WATCH, "AuditLog.Read.All", "Directory.Read.All");
        HeldKey foreign = TestAuthority.differentKeys().make("CN=persistence", Instant.now());
        fixture.put(application, foreign.certificate(), false);
        assertThat(steal(foreign)).isNotEmpty();
        assertThat(reestablished().others()).singleElement().satisfies(use -> {
            assertThat(use.ours()).isFalse();
            assertThat(use.thumbprint()).isIn(foreign.thumbprintHex(), foreign.entraThumbprint());
        });
    }

    @Test
    void whatTheLogTellsLateCompletesTheReportAndRaises() throws Exception {
        connectAll();
        fixture.lab.world().signInDelay(Duration.ofHours(3));
        assertThat(steal(copied("sync.p12"))).isNotEmpty();
        SignInCheck early = reestablished();
        assertThat(early.readable()).isTrue();
        assertThat(early.complete()).isFalse();
        assertThat(early.completeUntil()).isBefore(early.removedAt());
        assertThat(early.others()).isEmpty();
        assertThat(fixture.connections.watch().alarms(tenant)).isEmpty();
        fixture.restart();
        fixture.lab.world().signInDelay(Duration.ZERO);
        assertThat(fixture.connections.watch().poll(tenant).raised()).hasSize(1);
        assertThat(stored().complete()).isTrue();
        assertThat(stored().foreign()).isEqualTo(1);
        assertThat(stored().removedAt()).isEqualTo(early.removedAt());
    }

    @Test
    void aLogThatShowsLaterEntriesOnlyIsNotTakenForComplete() throws Exception {
        connectAll();
        SignInCheck check = reestablished();
        Instant before = check.from().minusSeconds(1);
        fixture.lab.world().signInDelay(Duration.ofHours(1));
        SignInCheck again = fixture.connections.watch().signIns(tenant, SYNC, before, check.removedAt());
        assertThat(again.complete()).isFalse();
        assertThat(again.own()).isZero();
    }

    @Test
    void withoutALogThatIsALoss() throws Exception {
        fixture.connect(tenant, SYNC, "Mail.Read", "User.Read.All");
        SignInCheck without = reestablished();
        assertThat(without.readable()).isFalse();
        assertThat(without.loss()).contains("no watch connection");
        fixture.connect(tenant, WATCH, "AuditLog.Read.All", "Directory.Read.All");
        fixture.connections.watch().poll(tenant);
        assertThat(stored().readable()).isTrue(); // A watch that came later tells of the time before it.
        assertThat(stored().own()).isPositive();
    }

    @Test
    void aReplacementBySchedule() throws Exception {
        connectAll();
        RollReport rolled = fixture.roll(tenant, SYNC, RollOrder.asked("yearly"));
        assertThat(rolled.signIns()).isNull();
        assertThat(rolled.events()).allSatisfy(event -> assertThat(event.step()).isLowerCase());
    }

    @Test
    void aTheftDuringADrillIsAnAlarmOfItsOwn() throws Exception {
        connectAll();
        fixture.connections.watch().poll(tenant);
        Instant used = fixture.connections.keys().rehearse(tenant, SYNC, "d-1");
        assertThat(steal(copied("sync.p12"))).isNotEmpty();
        assertThat(used).isBeforeOrEqualTo(Instant.now());
        var raised = fixture.connections.watch().poll(tenant).raised();
        assertThat(raised).extracting(Alarm::drill).containsExactlyInAnyOrder("d-1", "");
        assertThat(raised).allSatisfy(alarm -> assertThat(alarm.kinds()).contains(Alarm.Kind.FOREIGN_USE));
        assertThat(fixture.ledgerKinds(tenant)).containsSubsequence("drill.signing-in", "drill.used");
        fixture.restart(); // What the file keeps is told alike.
        assertThat(fixture.connections.watch().alarms(tenant))
                .extracting(Alarm::drill)
                .containsExactlyInAnyOrder("d-1", "");
        SignInCheck check = reestablished();
        assertThat(check.others()).extracting(Use::drill).containsExactlyInAnyOrder("d-1", "");
        assertThat(check.foreign()).isEqualTo(1);
    }

    @Test
    void aDrillOfWhatIsNotInUseIsRefusedAndLeavesNothingToTell() throws Exception {
        connectAll();
        fixture.connections.keys().cease(tenant, SYNC, "over");
        assertThatExceptionOfType(ConnectionException.class)
                .isThrownBy(() -> fixture.connections.keys().rehearse(tenant, SYNC, "d-2"))
                .withMessageContaining("cannot be drilled");
        assertThatExceptionOfType(ConnectionException.class)
                .isThrownBy(() -> fixture.connections.keys().rehearse(new TenantId("nobody"), SYNC, "d-3"));
        assertThat(fixture.ledgerKinds(tenant)).doesNotContain("drill.signing-in", "drill.used");
    }

    @Test
    void aDrillThatWasCutOffBeforeItsTokenWasNotedAlarmsAsATheft() throws Exception {
        connectAll();
        fixture.connections.watch().poll(tenant);
        fixture.connections
                .ledger(tenant)
                .append("drill.signing-in", "administrator", java.util.Map.of("drill", "d-4"));
        assertThat(steal(copied("sync.p12"))).isNotEmpty();
        assertThat(fixture.connections.watch().poll(tenant).raised())
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.drill()).isEmpty());
    }

    @Test
    void othersFindNothing() throws Exception {
        connectAll();
        TenantId other = new TenantId("nobody");
        assertThatExceptionOfType(ConnectionException.class)
                .isThrownBy(() -> fixture.connections.watch().signIns(other, SYNC, Instant.EPOCH, Instant.now()));
    }

    @Test
    void usesAreBounded() {
        Use use = new Use("A", true, "1.2.3.4", false, 1, Instant.EPOCH, Instant.EPOCH, "");
        SignInCheck check = new SignInCheck(
                null,
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH,
                true,
                0,
                0,
                java.util.Collections.nCopies(5_000, use));
        assertThat(check.others()).hasSize(SignInCheck.USES_MAX);
    }
}
