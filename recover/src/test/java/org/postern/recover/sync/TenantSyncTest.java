package org.postern.recover.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.recover.World.ALICE;
import static org.postern.recover.World.BOB;
import static org.postern.recover.World.TENANT;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.connections.MailReader.Fetched;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.recover.MailboxResult;
import org.postern.recover.MailboxResult.Outcome;
import org.postern.recover.MailboxSelection;
import org.postern.recover.MailboxStatus;
import org.postern.recover.Progress;
import org.postern.recover.RecoverException;
import org.postern.recover.SyncReport;
import org.postern.recover.World;

class TenantSyncTest {
    @TempDir
    Path folder;

    private World world;
    private FolderId inbox;

    @BeforeEach
    void fill() {
        world = new World(3, folder);
        world.exchange.add(ALICE);
        world.exchange.add(BOB);
        inbox = new FolderId(world.exchange
                .box(ALICE)
                .folders
                .values()
                .iterator()
                .next()
                .id()
                .value());
        for (int i = 0; i < 30; i++) {
            world.exchange.addMessage(ALICE, inbox, "message " + i);
        }
    }

    @AfterEach
    void close() {
        world.close();
    }

    private MailboxResult alice(SyncReport report) {
        return report.mailboxes().stream()
                .filter(result -> result.mailbox().equals(ALICE))
                .findFirst()
                .orElseThrow();
    }

    private MailboxStatus status() {
        return world.recovery.sync().status(TENANT, ALICE).orElseThrow();
    }

    @Test
    void fetchesOnceAndThenOnlyWhatChanged() {
        assertThat(alice(world.sync()).stored()).isEqualTo(30);
        ItemId first = world.exchange.itemsIn(ALICE, inbox).getFirst().state.id();
        world.exchange.setRead(ALICE, first, true, List.of());
        world.exchange.delete(
                ALICE, world.exchange.itemsIn(ALICE, inbox).getLast().state.id());
        MailboxResult second = alice(world.sync());
        assertThat(second.stored()).isEqualTo(1);
        assertThat(second.removed()).isEqualTo(1);
        long fetched = world.exchange.fetched;
        int commits = world.vault.commits;
        assertThat(alice(world.sync()).outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(world.exchange.fetched)
                .as("nothing changed, nothing fetched")
                .isEqualTo(fetched);
        assertThat(world.vault.commits).as("nor written").isEqualTo(commits);
    }

    @Test
    void anExpiredStateFetchesNothingThatIsKnown() {
        world.sync();
        long fetched = world.exchange.fetched;
        world.exchange.expireStates();
        world.exchange.delete(
                ALICE, world.exchange.itemsIn(ALICE, inbox).getFirst().state.id());
        MailboxResult result = alice(world.sync());
        assertThat(result.removed()).isEqualTo(1);
        assertThat(world.exchange.fetched).isEqualTo(fetched);
    }

    @Test
    void aMessageThatDroppedOutOfTheFeedIsFoundByTheCount() {
        world.sync();
        // The service forgets to tell of one message and of another's end.
        ItemId silent = world.exchange.itemsIn(ALICE, inbox).getFirst().state.id();
        world.exchange.box(ALICE).items.remove(silent.value());
        world.exchange.renameFolder(ALICE, inbox, "Inbox");
        assertThat(alice(world.sync()).removed()).isEqualTo(1);
        assertThat(world.recalled(ALICE, null)).isEqualTo(world.held(ALICE));
    }

    @Test
    void oneBadMessageIsNotedAndAskedForAgainWithGrowingWaits() {
        ItemId bad = world.exchange.itemsIn(ALICE, inbox).getFirst().state.id();
        world.exchange.failing.put(bad, new Fetched.Failed(bad, "ErrorInternalServerError", "try later.", false));
        MailboxResult first = alice(world.sync());
        assertThat(first.outcome()).isEqualTo(Outcome.WARNING);
        assertThat(first.stored()).isEqualTo(29);
        assertThat(first.reason()).contains("1 message", "ErrorInternalServerError");
        assertThat(status().missing()).isEqualTo(1);
        world.exchange.failing.clear();
        assertThat(alice(world.sync()).stored()).as("before its time").isZero();
        world.clock.advance(Duration.ofMinutes(10));
        MailboxResult later = alice(world.sync());
        assertThat(later.stored()).isEqualTo(1);
        assertThat(later.outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(status().reason()).isEmpty();
    }

    @Test
    void whatFailedForGoodIsAskedForOnlyWhenItChanged() {
        ItemId bad = world.exchange.itemsIn(ALICE, inbox).getFirst().state.id();
        world.exchange.failing.put(
                bad, new Fetched.Failed(bad, "ErrorMimeContentConversionFailed", "cannot be converted.", true));
        world.sync();
        world.exchange.failing.clear();
        world.clock.advance(Duration.ofDays(30));
        assertThat(alice(world.sync()).missing()).isEqualTo(1);
        world.exchange.setRead(ALICE, bad, true, List.of());
        assertThat(alice(world.sync()).missing()).isZero();
    }

    @Test
    void waitsGrowToADay() {
        assertThat(MissingMessages.wait(1)).isEqualTo(Duration.ofMinutes(10));
        assertThat(MissingMessages.wait(2)).isEqualTo(Duration.ofMinutes(30));
        assertThat(MissingMessages.wait(99)).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void oneBadFolderStopsNoOther() {
        FolderId bad = world.exchange.addFolder(ALICE, null, "Bad", null);
        world.exchange.addMessage(ALICE, bad, "in the bad folder");
        world.exchange.failingFolders.add(bad);
        MailboxResult result = alice(world.sync());
        assertThat(result.outcome()).isEqualTo(Outcome.WARNING);
        assertThat(result.unreadFolders()).isEqualTo(1);
        assertThat(result.reason()).contains("\"Bad\"", "makes trouble");
        assertThat(result.stored()).isEqualTo(30);
        world.exchange.failingFolders.clear();
        assertThat(alice(world.sync()).stored()).isEqualTo(1);
    }

    @Test
    void aLeaverStaysListed() {
        world.sync();
        world.exchange.boxes.remove(ALICE);
        assertThat(world.sync().mailboxes()).hasSize(1);
        assertThat(status().inDirectory()).isFalse();
        assertThat(status().held()).isEqualTo(30);
    }

    @Test
    void selectsMailboxes() {
        SyncReport report =
                world.recovery.sync().syncTenant(TENANT, new MailboxSelection.AllBut(Set.of(ALICE)), Progress.NONE);
        assertThat(report.mailboxes()).extracting(MailboxResult::mailbox).containsExactly(BOB);
        assertThat(status().replicated()).isFalse();
        assertThat(status().lastOutcome()).isEmpty();
    }

    @Test
    void aMailboxThatIsBeingSyncedIsLeftOut() {
        AtomicReference<Outcome> inner = new AtomicReference<>();
        world.recovery.sync().syncTenant(TENANT, new MailboxSelection.Only(Set.of(ALICE)), step -> {
            if (step.messages() == 1 && inner.get() == null) {
                assertThat(status().running()).isTrue();
                inner.set(Outcome.ERROR);
                inner.set(alice(world.recovery
                                .sync()
                                .syncTenant(TENANT, new MailboxSelection.Only(Set.of(ALICE)), Progress.NONE))
                        .outcome());
            }
        });
        assertThat(inner).hasValue(Outcome.BUSY);
        assertThat(status().running()).isFalse();
    }

    @Test
    void whatIsStoredWhenStoppedIsKept() {
        StopAfter ten = new StopAfter(10);
        SyncReport report = world.recovery.sync().syncTenant(TENANT, MailboxSelection.ALL, ten);
        assertThat(alice(report).outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(status().held()).isBetween(10L, 29L);
        long fetched = world.exchange.fetched;
        assertThat(alice(world.sync()).outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(world.exchange.fetched - fetched).isLessThanOrEqualTo(30 - status().held() + 20);
        assertThat(world.recalled(ALICE, null)).isEqualTo(world.held(ALICE));
    }

    private static final class StopAfter implements Progress {
        private final long limit;
        private volatile boolean reached;

        StopAfter(long limit) {
            this.limit = limit;
        }

        @Override
        public void report(Step step) {
            reached |= step.messages() >= limit;
        }

        @Override
        public boolean cancelled() {
            return reached;
        }
    }

    @Test
    void anInterruptStopsTheSyncAndStaysSet() {
        SyncReport report = world.recovery.sync().syncTenant(TENANT, MailboxSelection.ALL, new InterruptOnce());
        assertThat(report.mailboxes()).isNotEmpty();
        Thread.currentThread().interrupt();
        SyncReport stopped = world.recovery.sync().syncTenant(TENANT, MailboxSelection.ALL, Progress.NONE);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(stopped.mailboxes()).hasSize(2);
    }

    private static final class InterruptOnce implements Progress {
        @Override
        public void report(Step step) {
            assertThat(step.total()).isEqualTo(2);
        }
    }

    @Test
    void aFullDiskEndsTheJobWithAClearErrorAndTheNextSyncGoesOn() {
        world.sync();
        for (int calls = 1; calls <= 12; calls++) {
            world.exchange.addMessage(ALICE, inbox, "new " + calls);
            world.vault.failAfter(calls);
            assertThatThrownBy(world::sync)
                    .isInstanceOfSatisfying(
                            RecoverException.class,
                            e -> assertThat(e.kind()).isEqualTo(RecoverException.Kind.RETRYABLE))
                    .hasMessageContaining("disk is full");
            world.vault.heal();
            Instant next = alice(world.sync()).at();
            assertThat(world.recalled(ALICE, next)).as("full at call %d", calls).isEqualTo(world.held(ALICE));
        }
    }

    @Test
    void aClockSetBackDoesNotMixRounds() {
        Instant first = alice(world.sync()).at();
        world.clock.advance(Duration.ofHours(-5));
        world.exchange.addMessage(ALICE, inbox, "later");
        Instant second = alice(world.sync()).at();
        assertThat(second).isAfter(first);
        assertThat(world.recalled(ALICE, second)).isEqualTo(world.held(ALICE));
    }
}
