package org.postern.recover.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.recover.World.ALICE;
import static org.postern.recover.World.BOB;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.connections.MailReader.Fetched;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.recover.FakeExchange;
import org.postern.recover.MailboxResult;
import org.postern.recover.RecoverException;
import org.postern.recover.SyncLimits;
import org.postern.recover.SyncReport;
import org.postern.recover.World;

/// Whatever happens in a mailbox and whatever the service does to the feeds, the vault recalls for the instant of each
/// sync what the service held then.
class SyncHistoryTest {
    @TempDir
    Path folder;

    private record Seen(MailboxId mailbox, Instant at, Map<String, String> held) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void recallsEverySync(long seed) {
        try (World world = world(seed)) {
            RandomUser alice = new RandomUser(world.exchange, ALICE, seed);
            RandomUser bob = new RandomUser(world.exchange, BOB, seed + 1_000);
            List<Seen> seen = new ArrayList<>();
            for (int sync = 0; sync < 25; sync++) {
                alice.act(15);
                bob.act(3);
                if (sync % 8 == 5) {
                    world.exchange.expireStates();
                }
                note(world, world.sync(), seen);
            }
            assertThat(seen).as("seed %d", seed).hasSizeGreaterThan(40);
            for (Seen moment : seen) {
                assertThat(world.recalled(moment.mailbox(), moment.at()))
                        .as("seed %d, %s as at %s", seed, moment.mailbox(), moment.at())
                        .isEqualTo(moment.held());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {101, 102, 103, 104, 105, 106, 107, 108})
    void survivesFailuresAnywhere(long seed) {
        try (World world = world(seed)) {
            Random random = new Random(seed);
            RandomUser alice = new RandomUser(world.exchange, ALICE, seed);
            List<Seen> seen = new ArrayList<>();
            for (int sync = 0; sync < 40; sync++) {
                alice.act(10);
                switch (random.nextInt(4)) {
                    case 0 -> world.vault.failAfter(random.nextInt(60));
                    case 1 -> world.exchange.callsLeft = random.nextInt(40);
                    case 2 -> world.exchange.expireStates();
                    default -> {}
                }
                try {
                    note(world, world.sync(), seen);
                } catch (RecoverException e) {
                    assertThat(e.kind()).as("seed %d", seed).isEqualTo(RecoverException.Kind.RETRYABLE);
                }
                world.vault.heal();
                world.exchange.callsLeft = Integer.MAX_VALUE;
            }
            note(world, world.sync(), seen);
            assertThat(seen).as("seed %d", seed).hasSizeGreaterThan(10);
            for (Seen moment : seen) {
                assertThat(world.recalled(moment.mailbox(), moment.at()))
                        .as("seed %d, %s as at %s", seed, moment.mailbox(), moment.at())
                        .isEqualTo(moment.held());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {201, 202, 203, 204})
    void itemsThatCannotBeHadStopNothing(long seed) {
        try (World world = world(seed)) {
            Random random = new Random(seed);
            RandomUser alice = new RandomUser(world.exchange, ALICE, seed);
            for (int sync = 0; sync < 15; sync++) {
                alice.act(15);
                for (var item : world.exchange.box(ALICE).items.values()) {
                    if (random.nextInt(20) == 0) {
                        ItemId id = item.state.id();
                        world.exchange.failing.put(
                                id, new Fetched.Failed(id, "ErrorCorruptData", "damaged.", random.nextBoolean()));
                    }
                }
                world.sync();
                Map<String, String> expected = new HashMap<>(world.held(ALICE));
                Map<String, String> recalled = world.recalled(ALICE, null);
                assertThat(recalled.keySet()).as("seed %d", seed).isEqualTo(expected.keySet());
                recalled.forEach((key, value) -> {
                    if (!value.endsWith("missing")) {
                        assertThat(value).as("seed %d, %s", seed, key).isEqualTo(expected.get(key));
                    }
                });
            }
        }
    }

    private World world(long seed) {
        Random random = new Random(seed);
        World world = new World(seed, folder, new SyncLimits(2, 1 + random.nextInt(8), 3, 4, 200));
        world.exchange.add(ALICE);
        world.exchange.add(BOB);
        world.exchange.pageSize = 1 + random.nextInt(6);
        world.exchange.expiresInFeed = random.nextBoolean() ? 0.05 : 0;
        world.exchange.repeats = 0.3;
        world.exchange.dropsReturned = true;
        world.exchange.countsKnown = random.nextBoolean();
        return world;
    }

    private static void note(World world, SyncReport report, List<Seen> seen) {
        for (MailboxResult result : report.mailboxes()) {
            if (result.outcome() == MailboxResult.Outcome.SUCCESS) {
                seen.add(new Seen(result.mailbox(), result.at(), world.held(result.mailbox())));
            }
        }
    }

    /// Does at random what people do in a mailbox.
    private static final class RandomUser {
        private final FakeExchange exchange;
        private final MailboxId mailbox;
        private final Random random;
        private int count;

        RandomUser(FakeExchange exchange, MailboxId mailbox, long seed) {
            this.exchange = exchange;
            this.mailbox = mailbox;
            this.random = new Random(seed);
        }

        void act(int times) {
            for (int i = 0; i < times; i++) {
                act();
            }
        }

        private void act() {
            FolderId folder = folder();
            switch (random.nextInt(13)) {
                case 0, 1, 2, 3 -> exchange.addMessage(mailbox, folder, mailbox + " " + ++count);
                case 4, 5 -> item().ifPresent(id -> exchange.move(mailbox, id, folder));
                case 6 -> item().ifPresent(this::moveThereAndBack);
                case 12 -> item().ifPresent(id -> exchange.softDelete(mailbox, id));
                case 7 -> item().ifPresent(id -> exchange.delete(mailbox, id));
                case 8 ->
                    item().ifPresent(id -> exchange.setRead(mailbox, id, random.nextBoolean(), List.of("c" + count)));
                case 9 ->
                    item().ifPresent(id -> exchange.edit(mailbox, id, FakeExchange.mime("draft", "", "v" + ++count)));
                case 10 -> exchange.addFolder(mailbox, random.nextBoolean() ? folder : null, "F" + ++count, null);
                default -> changeFolder(folder);
            }
        }

        private void moveThereAndBack(ItemId id) {
            FolderId home = exchange.item(mailbox, id).orElseThrow().state.folder();
            exchange.move(mailbox, id, folder());
            exchange.move(mailbox, id, home);
        }

        private void changeFolder(FolderId folder) {
            var state = exchange.folder(mailbox, folder).orElseThrow();
            if (state.wellKnownName() != null) {
                return;
            }
            if (random.nextBoolean()) {
                exchange.renameFolder(mailbox, folder, "R" + ++count);
                return;
            }
            boolean tell = random.nextBoolean();
            exchange.deleteFolder(mailbox, folder, tell);
            if (state.parentId() == null
                    || exchange.folder(mailbox, state.parentId()).isPresent()) {
                exchange.addFolder(mailbox, state.parentId(), state.name(), null);
            }
        }

        private FolderId folder() {
            List<String> ids = List.copyOf(exchange.box(mailbox).folders.keySet());
            return new FolderId(ids.get(random.nextInt(ids.size())));
        }

        private java.util.Optional<ItemId> item() {
            List<String> ids = exchange.box(mailbox).items.values().stream()
                    .filter(item ->
                            exchange.folder(mailbox, item.state.folder()).isPresent())
                    .map(item -> item.state.id().value())
                    .toList();
            return ids.isEmpty()
                    ? java.util.Optional.empty()
                    : java.util.Optional.of(new ItemId(ids.get(random.nextInt(ids.size()))));
        }
    }
}
