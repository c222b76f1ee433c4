package org.postern.recover;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.connections.ChangeNotices;
import org.postern.connections.MailReader;
import org.postern.mail.FolderId;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;

@Timeout(30)
class LiveSyncTest {
    private static final TenantId TENANT = new TenantId("fernhollow");
    private static final FolderId INBOX = new FolderId("inbox");
    private static final FolderId SENT = new FolderId("sent");
    private static final LiveLimits QUICK = new LiveLimits(
            3,
            Duration.ofHours(1),
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(20),
            Duration.ofMillis(300),
            Duration.ofSeconds(1));

    private final Notices notices = new Notices();
    private final Syncs syncs = new Syncs();
    private final List<TenantId> tenants = new CopyOnWriteArrayList<>(List.of(TENANT));
    private final LiveSync live = new LiveSync(
            syncs,
            new FakeConnections(new FakeExchange(1)) {
                @Override
                public MailReader reader(TenantId tenant) {
                    return new FakeExchange(1) {
                        @Override
                        public Optional<ChangeNotices> notices() {
                            return Optional.of(notices);
                        }
                    };
                }
            },
            () -> tenants,
            QUICK);

    @AfterEach
    void stop() {
        live.close();
    }

    /// A service whose connections the test holds.
    private static final class Notices implements ChangeNotices {
        private record Open(MailboxId mailbox, Listener listener, BlockingQueue<Ended> end) {}

        private final BlockingQueue<Open> opened = new LinkedBlockingQueue<>();

        @Override
        public Ended listen(MailboxId mailbox, Listener listener) throws InterruptedException {
            Open open = new Open(mailbox, listener, new LinkedBlockingQueue<>());
            opened.add(open);
            return open.end().take();
        }

        Open next() throws InterruptedException {
            Open open = opened.poll(10, TimeUnit.SECONDS);
            assertThat(open).as("a connection that listens").isNotNull();
            return java.util.Objects.requireNonNull(open);
        }
    }

    private record Synced(MailboxId mailbox, Set<FolderId> folders) {}

    private static final class Syncs implements MailSync {
        private final BlockingQueue<Synced> done = new LinkedBlockingQueue<>();
        private final Map<String, MailboxStatus> statuses = new ConcurrentHashMap<>();

        Syncs has(String address, boolean replicated, @Nullable Instant activity) {
            statuses.put(
                    address,
                    new MailboxStatus(
                            new MailboxId(address),
                            address,
                            address,
                            true,
                            false,
                            replicated,
                            0,
                            0,
                            null,
                            activity,
                            null,
                            "",
                            0));
            return this;
        }

        @Override
        public SyncReport syncTenant(TenantId tenant, MailboxSelection selection, Progress progress) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MailboxResult syncMailbox(TenantId tenant, MailboxId mailbox, Progress progress) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MailboxResult syncMailbox(TenantId tenant, MailboxId mailbox, Set<FolderId> folders, Progress progress) {
            done.add(new Synced(mailbox, folders));
            return new MailboxResult(
                    mailbox, mailbox.value(), Instant.EPOCH, MailboxResult.Outcome.SUCCESS, "", 0, 0, 0, 0, 0, 0);
        }

        @Override
        public List<MailboxStatus> status(TenantId tenant) {
            return List.copyOf(statuses.values());
        }

        @Override
        public Optional<MailboxStatus> status(TenantId tenant, MailboxId mailbox) {
            return Optional.ofNullable(statuses.get(mailbox.value()));
        }

        @Nullable
        Synced next() throws InterruptedException {
            return done.poll(5, TimeUnit.SECONDS);
        }

        @Nullable
        Synced soon() throws InterruptedException {
            return done.poll(300, TimeUnit.MILLISECONDS);
        }
    }

    @Test
    void aNoticeSyncsItsFolderAloneAndABurstOnce() throws InterruptedException {
        syncs.has("ada@x.example", true, null);
        live.look();
        Notices.Open open = notices.next();
        open.listener().begun();
        assertThat(syncs.soon()).as("what was before is the schedule's").isNull();
        for (int i = 0; i < 40; i++) {
            open.listener().changed(Set.of(i % 2 == 0 ? INBOX : SENT));
        }
        assertThat(syncs.next()).isEqualTo(new Synced(open.mailbox(), Set.of(INBOX, SENT)));
        assertThat(syncs.soon()).isNull();
        assertThat(live.status(TENANT).hearing()).containsExactly(open.mailbox());
    }

    @Test
    void whatWasMissedWhileNothingListenedIsSyncedWhole() throws InterruptedException {
        syncs.has("ada@x.example", true, null);
        live.look();
        Notices.Open first = notices.next();
        first.listener().begun();
        first.end().add(new ChangeNotices.Ended.Lost("the line was cut"));
        Notices.Open second = notices.next();
        assertThat(live.status(TENANT).hearing()).isEmpty();
        assertThat(live.status(TENANT).troubles()).containsExactly("ada@x.example: the line was cut");
        second.listener().begun();
        second.listener().changed(Set.of(INBOX));
        assertThat(syncs.next()).isEqualTo(new Synced(second.mailbox(), Set.of()));
        assertThat(live.status(TENANT).troubles()).isEmpty();
    }

    @Test
    void whoIsRefusedWaitsLongerEachTime() throws InterruptedException {
        syncs.has("ada@x.example", true, null);
        live.look();
        List<Duration> waits = new ArrayList<>();
        long before = System.nanoTime();
        for (int i = 0; i < 3; i++) {
            notices.next().end().add(new ChangeNotices.Ended.Refused("too many"));
            waits.add(Duration.ofNanos(System.nanoTime() - before));
            before = System.nanoTime();
        }
        assertThat(waits.get(1)).isGreaterThan(Duration.ofMillis(290));
        assertThat(waits.get(2)).isGreaterThan(Duration.ofMillis(590));
    }

    @Test
    void aServerThatClosesAtOnceIsNotAskedWithoutPause() throws InterruptedException {
        syncs.has("ada@x.example", true, null);
        live.look();
        long start = System.nanoTime();
        for (int i = 0; i < 6; i++) {
            notices.next().end().add(new ChangeNotices.Ended.TimeOver());
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(40 + 80 + 160 + 320));
    }

    @Test
    void theMostActiveAreHeardAndThoseStillReplicatedNot() throws InterruptedException {
        Instant now = Instant.parse("2026-11-01T00:00:00Z");
        for (int i = 0; i < 5; i++) {
            syncs.has("m" + i + "@x.example", true, now.plusSeconds(i));
        }
        syncs.has("new@x.example", false, now.plusSeconds(99)).has("idle@x.example", true, null);
        live.look();
        live.look();
        List<String> heard = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            heard.add(notices.next().mailbox().value());
        }
        assertThat(heard).containsExactlyInAnyOrder("m4@x.example", "m3@x.example", "m2@x.example");
        assertThat(notices.opened).isEmpty();
        tenants.clear();
        live.look();
        assertThat(live.status(TENANT)).isEqualTo(LiveStatus.NONE);
    }
}
