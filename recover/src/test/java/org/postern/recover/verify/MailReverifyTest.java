package org.postern.recover.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.postern.recover.World.ALICE;
import static org.postern.recover.World.BOB;
import static org.postern.recover.World.TENANT;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.connections.MailReader.Fetched;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;
import org.postern.recover.FakeExchange;
import org.postern.recover.Progress;
import org.postern.recover.RecoverException;
import org.postern.recover.RestoreRequest;
import org.postern.recover.ReverifyReport;
import org.postern.recover.ReverifyReport.Kind;
import org.postern.recover.ReverifyRequest;
import org.postern.recover.World;

/// What was recorded in a span, beside a source that stayed, changed, lost messages, or lies about its change keys.
class MailReverifyTest {
    @TempDir
    Path folder;

    private World world;
    private FolderId inbox;
    private Instant begun;

    @BeforeEach
    void fill() {
        world = new World(11, folder);
        world.exchange.add(ALICE);
        world.exchange.add(BOB);
        inbox = world.exchange.box(ALICE).folders.values().stream()
                .filter(found -> found.name().equals("Inbox"))
                .findFirst()
                .orElseThrow()
                .id();
        for (int i = 0; i < 5; i++) {
            world.exchange.addMessage(ALICE, inbox, "before " + i);
        }
        world.sync();
        world.clock.advance(Duration.ofHours(1));
        begun = world.clock.instant();
        for (int i = 0; i < 250; i++) { // More than two pages.
            world.exchange.addMessage(ALICE, inbox, "within " + i);
        }
        world.sync();
    }

    @AfterEach
    void close() {
        world.close();
    }

    private ReverifyReport compared(boolean bytes) {
        ReverifyRequest request = new ReverifyRequest(
                TENANT, List.of(), begun, world.clock.instant().plusSeconds(1), bytes);
        return world.recovery.reverification().run(request, Progress.NONE);
    }

    private ItemId within(int number) {
        return world.exchange.itemsIn(ALICE, inbox).stream()
                .filter(item -> new String(item.mime, StandardCharsets.UTF_8).contains("within " + number + "\r\n"))
                .findFirst()
                .orElseThrow()
                .state
                .id();
    }

    @Test
    void whatStayedIsIdenticalAndWhatWasBeforeIsNotLookedAt() {
        ReverifyReport report = compared(true);
        assertThat(report.count(Kind.IDENTICAL)).isEqualTo(250);
        assertThat(report.compared()).isEqualTo(250);
        assertThat(report.notable()).isEmpty();
        assertThat(report.failed()).isEmpty();
        assertThat(report.mailboxes()).isEqualTo(2);
    }

    @Test
    void changedGoneAndUnexplainedAreToldApart() {
        Instant until = world.clock.instant().plusSeconds(1);
        world.exchange.setRead(ALICE, within(1), true, List.of("Red"));
        world.exchange.delete(ALICE, within(2));
        world.sync();
        world.exchange.edit(ALICE, within(3), FakeExchange.mime("within 3", "x@y", "forged"));
        world.exchange.delete(ALICE, within(4));
        ReverifyReport report = world.recovery
                .reverification()
                .run(new ReverifyRequest(TENANT, List.of(ALICE), begun, until, false), Progress.NONE);
        assertThat(report.count(Kind.IDENTICAL)).isEqualTo(246);
        assertThat(report.count(Kind.CHANGED)).isEqualTo(1);
        assertThat(report.count(Kind.GONE)).isEqualTo(1);
        assertThat(report.notable())
                .filteredOn(one -> one.kind() == Kind.UNEXPLAINED)
                .extracting(ReverifyReport.Finding::subject)
                .containsExactlyInAnyOrder("within 3", "within 4");
        assertThat(report.notable().getFirst().kind()).isEqualTo(Kind.UNEXPLAINED);
        world.sync(); // A sync explains what it sees.
        ReverifyReport later = world.recovery
                .reverification()
                .run(new ReverifyRequest(TENANT, List.of(ALICE), begun, until, true), Progress.NONE);
        assertThat(later.count(Kind.UNEXPLAINED)).isZero();
        assertThat(later.count(Kind.CHANGED)).isEqualTo(2);
        assertThat(later.count(Kind.GONE)).isEqualTo(2);
    }

    @Test
    void otherBytesUnderTheSameChangeKeyAreFoundByComparingBytes() {
        world.exchange.item(ALICE, within(7)).orElseThrow().mime = FakeExchange.mime("within 7", "x@y", "forged");
        assertThat(compared(false).count(Kind.UNEXPLAINED)).isZero();
        ReverifyReport bytes = compared(true);
        assertThat(bytes.notable()).singleElement().satisfies(one -> {
            assertThat(one.kind()).isEqualTo(Kind.UNEXPLAINED);
            assertThat(one.detail()).contains("its bytes are others");
        });
    }

    @Test
    void aMessageThatIsNotGivenAndAMailboxThatIsNotReadStopNoOther() {
        ItemId stubborn = within(9);
        world.exchange.failing.put(stubborn, new Fetched.Failed(stubborn, "busy", "not now", false));
        ReverifyReport report = compared(true);
        assertThat(report.count(Kind.UNREADABLE)).isEqualTo(1);
        assertThat(report.count(Kind.IDENTICAL)).isEqualTo(249);
        world.exchange.callsLeft = 0;
        ReverifyReport down = compared(false);
        assertThat(down.failed()).extracting(ReverifyReport.Failed::address).hasSize(1);
        assertThat(down.count(Kind.UNEXPLAINED)).isZero(); // What could not be looked at accuses nobody.
    }

    @Test
    void whatARestoreCreatedIsComparedWithWhatItSays() {
        Instant asAt = world.clock.instant();
        List<ItemId> gone = List.of(within(20), within(21));
        gone.forEach(item -> world.exchange.delete(ALICE, item));
        world.sync();
        begun = world.clock.instant();
        var request = new RestoreRequest(
                TENANT,
                ALICE,
                new RestoreRequest.Scope.Items(java.util.Set.copyOf(gone)),
                asAt,
                ALICE,
                new RestoreRequest.Place.Original(),
                RestoreRequest.Conflict.SKIP);
        assertThat(world.recovery
                        .restore()
                        .restore(request, world.mandate(TENANT), Progress.NONE)
                        .restored())
                .isEqualTo(2);
        ReverifyReport report = compared(true);
        assertThat(report.restored()).isEqualTo(2);
        assertThat(report.count(Kind.IDENTICAL)).isGreaterThanOrEqualTo(2);
        assertThat(report.count(Kind.UNEXPLAINED)).isZero();
        for (var item : world.exchange.itemsIn(ALICE, inbox)) {
            String subject = new String(item.mime, StandardCharsets.UTF_8);
            if (subject.contains("within 20\r\n")) {
                world.exchange.edit(ALICE, item.state.id(), FakeExchange.mime("within 20", "x@y", "forged"));
            }
        }
        assertThat(compared(false).notable()).singleElement().satisfies(one -> {
            assertThat(one.kind()).isEqualTo(Kind.UNEXPLAINED);
            assertThat(one.restored()).isTrue();
        });
    }

    @Test
    void itStopsBetweenPagesAndOthersFindNothing() {
        AtomicInteger looks = new AtomicInteger();
        Progress stopping = new Progress() {
            @Override
            public void report(Step step) {}

            @Override
            public boolean cancelled() {
                return looks.incrementAndGet() > 2;
            }
        };
        ReverifyRequest all = new ReverifyRequest(
                TENANT, List.of(), begun, world.clock.instant().plusSeconds(1), false);
        ReverifyReport stopped = world.recovery.reverification().run(all, stopping);
        assertThat(stopped.cancelled()).isTrue();
        assertThat(stopped.count(Kind.IDENTICAL)).isBetween(1L, 249L);
        ReverifyRequest unknown =
                new ReverifyRequest(TENANT, List.of(new MailboxId("nobody")), begun, begun.plusSeconds(1), false);
        assertThatExceptionOfType(RecoverException.class)
                .isThrownBy(() -> world.recovery.reverification().run(unknown, Progress.NONE));
        ReverifyRequest other =
                new ReverifyRequest(new TenantId("other"), List.of(ALICE), begun, begun.plusSeconds(1), false);
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> world.recovery.reverification().run(other, Progress.NONE));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new ReverifyRequest(TENANT, List.of(), begun, begun, false));
    }
}
