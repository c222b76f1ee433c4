package org.postern.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.connections.LabCustomer.TENANT;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.connections.ChangeNotices.Ended;
import org.postern.connections.MailReader.ChangePage;
import org.postern.lab.source.Content;
import org.postern.lab.world.Item;
import org.postern.lab.world.MailboxStore;
import org.postern.lab.world.WellKnown;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;
import org.postern.mail.MailboxId;

/// Streaming notifications of the lab's EWS, with what goes wrong with them.
@Timeout(120)
class EwsNoticesTest {
    @TempDir
    private Path directory;

    private LabServers servers;
    private MailboxId mailbox;

    @BeforeEach
    void start() throws Exception {
        servers = new LabServers(directory);
        servers.connectByPassword(ConnectionFunction.SYNC, servers.firstAddress());
        mailbox = reader().mailboxes().getFirst().id();
    }

    @AfterEach
    void stop() {
        servers.close();
    }

    private MailReader reader() {
        return servers.connections().reader(TENANT);
    }

    private FolderId inbox() {
        var tree = (ChangePage.Changes<FolderState, FolderId>) reader().folderChanges(mailbox, null);
        return tree.present().stream()
                .filter(folder -> "inbox".equals(folder.wellKnownName()))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private void deliver() {
        MailboxStore store = servers.firstUser().mailbox();
        store.create(
                store.folder(WellKnown.INBOX).number(),
                Content.of("Subject: news\r\n\r\nx\r\n".getBytes(StandardCharsets.US_ASCII)),
                Item.Attributes.received(servers.customer.lab.world().clock().instant()));
    }

    private void fault(String json) throws Exception {
        servers.customer.control("POST", "/faults", json);
    }

    /// One connection's life of listening, in a thread of its own; what it was told, in order.
    private final class Listening implements ChangeNotices.Listener {
        private static final String BEGUN = "begun";
        private final BlockingQueue<Object> told = new LinkedBlockingQueue<>();
        private final CompletableFuture<Ended> ended = new CompletableFuture<>();
        private final Thread thread = Thread.startVirtualThread(this::run);

        private void run() {
            try {
                ended.complete(reader().notices().orElseThrow().listen(mailbox, this));
            } catch (InterruptedException | RuntimeException e) {
                ended.completeExceptionally(e);
            }
        }

        @Override
        public void begun() {
            told.add(BEGUN);
        }

        @Override
        public void changed(Set<FolderId> folders) {
            told.add(folders);
        }

        @Nullable
        Object next() throws InterruptedException {
            return told.poll(10, TimeUnit.SECONDS);
        }

        Ended end() throws Exception {
            return ended.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void aDeliveryIsToldWithinSecondsWithItsFolder() throws Exception {
        Listening listening = new Listening();
        assertThat(listening.next()).isEqualTo(Listening.BEGUN);
        long start = System.nanoTime();
        deliver();
        assertThat(listening.next()).isEqualTo(Set.of(inbox()));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        listening.thread.interrupt();
        assertThat(listening.ended.handle((_, thrown) -> thrown).get(5, TimeUnit.SECONDS))
                .isInstanceOf(InterruptedException.class);
        assertThat(servers.connections().ledger(TENANT).verify()).isInstanceOf(Ledger.Verification.Whole.class);
    }

    @Test
    void aConnectionThatBreaksIsLostAndTheNextOneHears() throws Exception {
        fault("{\"kind\":\"cutConnection\",\"path\":\"GetStreamingEvents\",\"bytes\":1000,\"times\":1}");
        Listening first = new Listening();
        assertThat(first.next()).isEqualTo(Listening.BEGUN);
        deliver();
        assertThat(first.end()).isInstanceOf(Ended.Lost.class);
        hearsAgain();
    }

    private void hearsAgain() throws Exception {
        Listening again = new Listening();
        assertThat(again.next()).isEqualTo(Listening.BEGUN);
        deliver();
        assertThat(again.next()).isEqualTo(Set.of(inbox()));
        again.thread.interrupt();
    }

    @Test
    void aSubscriptionThatTheServerForgotIsMadeAnew() throws Exception {
        fault("{\"kind\":\"subscriptionLost\",\"times\":1}");
        Listening first = new Listening();
        assertThat(first.next()).isEqualTo(Listening.BEGUN);
        assertThat(first.end())
                .isInstanceOfSatisfying(
                        Ended.Lost.class, lost -> assertThat(lost.reason()).contains("ErrorSubscriptionNotFound"));
        hearsAgain();
    }

    @Test
    void theTimeAgreedOnEndsItAndTheSubscriptionGoesOn() throws Exception {
        Listening listening = new Listening();
        assertThat(listening.next()).isEqualTo(Listening.BEGUN);
        servers.customer.control("POST", "/clock", "{\"advanceSeconds\":1800}");
        assertThat(listening.end()).isInstanceOf(Ended.TimeOver.class);
        hearsAgain();
        assertThat(servers.connections().ledger(TENANT).read(0, 1_000).stream()
                        .filter(entry ->
                                entry.details().getOrDefault("operations", "").startsWith("mailbox.subscribe")))
                .hasSize(1);
    }

    @Test
    void whoIsOneTooManyIsRefused() throws Exception {
        fault("{\"kind\":\"connectionsExceeded\",\"path\":\"GetStreamingEvents\",\"times\":1}");
        assertThat(new Listening().end())
                .isInstanceOfSatisfying(
                        Ended.Refused.class,
                        refused -> assertThat(refused.reason()).contains("ErrorExceededConnectionCount"));
        fault("{\"kind\":\"unavailable\",\"path\":\"GetStreamingEvents\",\"times\":1}");
        assertThat(new Listening().end()).isInstanceOf(Ended.Refused.class);
        fault("{\"kind\":\"latency\",\"path\":\"GetStreamingEvents\",\"milliseconds\":1500}");
        hearsAgain();
    }

    @Test
    void aTenantWithEwsOffIsRefusedInPlainWords() throws Exception {
        servers.exchange().enable(false);
        assertThat(new Listening().end())
                .isInstanceOfSatisfying(
                        Ended.Refused.class,
                        refused -> assertThat(refused.reason()).contains("EWS is switched off"));
    }
}
