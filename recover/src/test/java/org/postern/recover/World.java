package org.postern.recover;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.postern.connections.Warrant;
import org.postern.connections.WriteMandate;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.MessageState;
import org.postern.mail.TenantId;
import org.postern.vault.Database;
import org.postern.vault.FolderVersion;
import org.postern.vault.MessageVersion;
import org.postern.vault.TestPostgres;
import org.postern.vault.catalog.PostgresDatabase;

/// A service, a vault and a clock for tests, and how to compare what the one holds with what the other recalls.
public final class World implements AutoCloseable {
    public static final TenantId TENANT = new TenantId("contoso");
    public static final MailboxId ALICE = new MailboxId("alice");
    public static final MailboxId BOB = new MailboxId("bob");

    private static final Warrant WARRANT = new Warrant("job-1", "admin", new Warrant.Consent.NotAsked("off"));

    public final FakeExchange exchange;
    public final FakeConnections connections;
    public final MemoryVault vault;
    public final Recovery recovery;
    public final TestClock clock = new TestClock();

    public World(long seed, Path folder) {
        this(seed, folder, SyncLimits.DEFAULT);
    }

    public World(long seed, Path folder, SyncLimits limits) {
        exchange = new FakeExchange(seed);
        connections = new FakeConnections(exchange);
        vault = new MemoryVault(database(folder.resolve("test-" + seed + ".db")));
        recovery = Recovery.open(vault, connections, clock, limits);
    }

    /// Leave for a restore.
    public WriteMandate mandate(TenantId tenant) {
        return connections.mandate(tenant, WARRANT);
    }

    private static Database database(Path file) {
        return TestPostgres.whereAsked(file)
                .<Database>map(server -> PostgresDatabase.open(server, new byte[16], file))
                .orElseGet(() -> new SqliteDatabase(file));
    }

    public static final class TestClock extends Clock {
        private Instant now = Instant.parse("2026-11-22T00:00:00Z");

        public void advance(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /// A minute later, a sync of all mailboxes.
    public SyncReport sync() {
        clock.advance(Duration.ofMinutes(1));
        return recovery.sync().syncTenant(TENANT, MailboxSelection.ALL, Progress.NONE);
    }

    /// What the service holds: folders by id with name and place, items by id with place, marks and bytes.
    public Map<String, String> held(MailboxId mailbox) {
        Map<String, String> view = new TreeMap<>();
        FakeExchange.Box box = exchange.box(mailbox);
        box.folders
                .values()
                .forEach(folder -> view.put("folder " + folder.id(), folder.name() + " in " + folder.parentId()));
        box.items.values().stream()
                .filter(item -> box.folders.containsKey(item.state.folder().value()))
                .forEach(item -> view.put("item " + item.state.id(), marks(item.state) + Arrays.hashCode(item.mime)));
        return view;
    }

    /// What the vault recalls, in the same words.
    public Map<String, String> recalled(MailboxId mailbox, @Nullable Instant asAt) {
        Map<String, String> view = new TreeMap<>();
        for (FolderVersion folder : vault.folders(TENANT, mailbox, asAt)) {
            FolderId id = folder.state().id();
            view.put(
                    "folder " + id,
                    folder.state().name() + " in " + folder.state().parentId());
            ItemId after = null;
            List<MessageVersion> page;
            do {
                page = vault.messages(TENANT, mailbox, id, asAt, after, 7);
                for (MessageVersion version : page) {
                    after = version.state().id();
                    String content = version.content()
                            .map(name -> "" + Arrays.hashCode(vault.content(TENANT, name)))
                            .orElse("missing");
                    view.put("item " + after, marks(version.state()) + content);
                }
            } while (page.size() == 7);
        }
        return view;
    }

    private static String marks(MessageState state) {
        return state.folder() + " " + state.read() + state.followUp() + state.importance() + state.categories() + " ";
    }

    @Override
    public void close() {
        recovery.close();
        vault.close();
    }
}
