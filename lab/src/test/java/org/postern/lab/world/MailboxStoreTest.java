package org.postern.lab.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.lab.source.Content;

class MailboxStoreTest {
    private final MailboxStore store = new MailboxStore(Clock.systemUTC(), new ItemIds(new Seed(1), new UUID(1, 2)));

    private Item add(long folder) {
        Content content = Content.of("Subject: x\r\n\r\ny".getBytes(StandardCharsets.US_ASCII));
        return store.create(
                folder, content, Item.Attributes.received(Clock.systemUTC().instant()));
    }

    /// A reader of one folder's changes that pages at any pace while anything happens.
    private final class Reader {
        private final long folder;
        private final Set<Long> known = new HashSet<>();
        private long position;

        Reader(long folder) {
            this.folder = folder;
        }

        boolean read(int max) {
            MailboxStore.DeltaPage page =
                    store.changes(folder, position, max, _ -> true).orElseThrow();
            for (Change change : page.changes()) {
                switch (change) {
                    case Change.Present present -> known.add(present.number());
                    case Change.Gone gone -> {
                        // A reader may be told of the end of what it never saw, but not after it is back.
                        if (!store.isIn(folder, gone.number())) {
                            known.remove(gone.number());
                        }
                    }
                }
            }
            position = page.reached();
            return page.more();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyReaderEndsWithWhatIsThere(long seed) {
        Random random = new Random(seed);
        List<Long> folders = List.of(
                store.folder(WellKnown.INBOX).number(),
                store.folder(WellKnown.ARCHIVE).number());
        List<Reader> readers = folders.stream().map(Reader::new).toList();
        Map<Long, Boolean> all = new HashMap<>();
        for (int step = 0; step < 3000; step++) {
            List<Long> there = List.copyOf(all.keySet());
            long any = there.isEmpty() ? -1 : there.get(random.nextInt(there.size()));
            switch (random.nextInt(6)) {
                case 0, 1 -> all.put(add(folders.get(random.nextInt(2))).number(), true);
                case 2 -> store.move(any, folders.get(random.nextInt(2)));
                case 3 -> store.update(any, attributes -> attributes.withRead(!attributes.isRead()));
                case 4 -> {
                    if (random.nextInt(3) == 0) {
                        store.purge(any);
                        all.remove(any);
                    }
                }
                default -> readers.get(random.nextInt(2)).read(1 + random.nextInt(7));
            }
        }
        for (Reader reader : readers) {
            while (reader.read(10)) {}
            Set<Long> there = new HashSet<>();
            store.items(reader.folder).forEach(item -> there.add(item.number()));
            assertThat(reader.known).as("seed " + seed).isEqualTo(there);
        }
    }

    @Test
    void countsFollowEveryChange() {
        long inbox = store.folder(WellKnown.INBOX).number();
        Item item = add(inbox);
        add(inbox);
        assertThat(store.folder(WellKnown.INBOX).unread()).isEqualTo(2);
        store.update(item.number(), attributes -> attributes.withRead(true));
        assertThat(store.folder(WellKnown.INBOX).unread()).isEqualTo(1);
        store.move(item.number(), store.folder(WellKnown.ARCHIVE).number());
        assertThat(store.folder(WellKnown.INBOX).items()).isEqualTo(1);
        assertThat(store.folder(WellKnown.ARCHIVE).items()).isEqualTo(1);
        assertThat(store.folder(WellKnown.ARCHIVE).unread()).isZero();
        assertThat(store.folder(WellKnown.ARCHIVE).bytes())
                .isEqualTo(item.content().size());
    }

    @Test
    void idsReadBackAndForgeriesDoNot() {
        ItemIds ids = store.ids();
        assertThat(ids.read(ids.immutable(7))).contains(new ItemIds.Reference(ItemIds.Kind.IMMUTABLE, 7, 0));
        assertThat(ids.read(ids.mutable(7, 2))).contains(new ItemIds.Reference(ItemIds.Kind.MUTABLE, 7, 2));
        assertThat(ids.read(ids.folder(7))).contains(new ItemIds.Reference(ItemIds.Kind.FOLDER, 7, 0));
        ItemIds other = new ItemIds(new Seed(1), new UUID(1, 3));
        assertThat(other.read(ids.immutable(7))).isEmpty();
        assertThat(ids.read("AAAA")).isEmpty();
        assertThat(ids.read("*")).isEmpty();
        assertThat(ids.immutable(7)).isEqualTo(new ItemIds(new Seed(1), new UUID(1, 2)).immutable(7));
        assertThat(ids.immutable(7)).isNotEqualTo(new ItemIds(new Seed(2), new UUID(1, 2)).immutable(7));
    }
}
