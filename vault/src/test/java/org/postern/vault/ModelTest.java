package org.postern.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.vault.Fixture.*;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.vault.store.LocalDisk;

/// Random changes to a mailbox, compared with a model that keeps a whole copy of it for every instant.
class ModelTest {
    private static final List<FolderId> FOLDERS = List.of(INBOX, ARCHIVE, new FolderId("junk-id"));
    private static final int ITEMS = 6;

    @TempDir
    Path directory;

    /// What the model says of a message: its folder and marks, and its bytes; null bytes for content that is missing.
    @SuppressWarnings("ArrayRecordComponent") // Compared by equals below.
    private record Known(String state, byte @Nullable [] mime) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Known known
                    && state.equals(known.state)
                    && java.util.Arrays.equals(mime, known.mime);
        }

        @Override
        public int hashCode() {
            return state.hashCode();
        }
    }

    static LongStream seeds() {
        return Seeds.of(2);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyInstantReadsAsTheModelSays(long seed) {
        Random random = new Random(seed);
        TreeMap<Instant, Map<String, Known>> model = new TreeMap<>();
        Map<String, @Nullable Known> last = new HashMap<>();
        Map<String, Known> now = new HashMap<>();
        int minute = 0;
        PackVault vault = PackVault.open(config(directory.resolve("v" + seed), 20_000), new LocalDisk());
        vault.addTenant(CONTOSO);
        for (int commit = 0; commit < 60; commit++) {
            minute += random.nextInt(3); // Sometimes the same instant again.
            try (MailboxWriter writer = vault.write(CONTOSO, ANNA, at(minute))) {
                for (int i = random.nextInt(4); i >= 0; i--) {
                    step(random, writer, now, last);
                }
                writer.commit();
            }
            model.put(at(minute), Map.copyOf(now));
            settle(model, last);
            if (commit % 20 == 13) {
                vault.close();
                if (random.nextBoolean()) {
                    assertThat(PackVault.rebuildCatalog(config(directory.resolve("v" + seed), 20_000), new LocalDisk()))
                            .isEmpty();
                }
                vault = PackVault.open(config(directory.resolve("v" + seed), 20_000), new LocalDisk());
            }
        }
        try (PackVault open = vault) {
            model.forEach((at, mailbox) ->
                    assertThat(read(open, at)).as("seed " + seed + " at " + at).isEqualTo(mailbox));
            assertThat(read(open, null)).as("seed " + seed).isEqualTo(now);
            checkIntervals(open, seed);
        }
    }

    /// What came and went within one instant was never a version: the last one is that of the instants before.
    private static void settle(Map<Instant, Map<String, Known>> model, Map<String, @Nullable Known> last) {
        last.clear();
        for (Map<String, Known> mailbox : model.values()) {
            last.putAll(mailbox);
        }
    }

    private static void step(
            Random random, MailboxWriter writer, Map<String, Known> now, Map<String, @Nullable Known> last) {
        String item = "item" + random.nextInt(ITEMS);
        FolderId folder = FOLDERS.get(random.nextInt(FOLDERS.size()));
        boolean read = random.nextBoolean();
        switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> {
                byte[] mime = message("body " + random.nextInt(5));
                writer.put(state(item, folder, read), mime);
                remember(item, new Known(folder + "/" + read, mime), now, last);
            }
            case 4, 5, 6 -> {
                Known before = last.get(item);
                boolean known = before != null && before.mime() != null;
                assertThat(writer.update(state(item, folder, read))).isEqualTo(known);
                if (before != null && before.mime() != null) {
                    remember(item, new Known(folder + "/" + read, before.mime()), now, last);
                }
            }
            case 7 -> {
                writer.remove(new ItemId(item));
                now.remove(item);
            }
            case 8 -> {
                writer.removeFolder(folder);
                now.values().removeIf(known -> known.state().startsWith(folder + "/"));
            }
            default -> {
                writer.putMissing(state(item, folder, read), "the service answers 500");
                remember(item, new Known(folder + "/" + read, null), now, last);
            }
        }
    }

    private static void remember(String item, Known known, Map<String, Known> now, Map<String, @Nullable Known> last) {
        now.put(item, known);
        last.put(item, known);
    }

    private static Map<String, Known> read(PackVault vault, @Nullable Instant at) {
        Map<String, Known> mailbox = new HashMap<>();
        for (FolderId folder : FOLDERS) {
            @Nullable ItemId after = null;
            List<MessageVersion> page = vault.messages(CONTOSO, ANNA, folder, at, after, 2);
            while (!page.isEmpty()) {
                for (MessageVersion version : page) {
                    byte[] mime = version.content()
                            .map(name -> vault.content(CONTOSO, name))
                            .orElse(null);
                    assertThat(version.missing().isEmpty()).isEqualTo(mime != null);
                    mailbox.put(
                            version.state().id().value(),
                            new Known(folder + "/" + version.state().read(), mime));
                    assertThat(vault.message(CONTOSO, ANNA, version.state().id(), at))
                            .contains(version);
                }
                page = vault.messages(
                        CONTOSO, ANNA, folder, at, page.getLast().state().id(), 2);
            }
        }
        return mailbox;
    }

    private static void checkIntervals(PackVault vault, long seed) {
        List<MessageVersion> all = new ArrayList<>();
        for (int i = 0; i < ITEMS; i++) {
            List<MessageVersion> history = vault.history(CONTOSO, ANNA, new ItemId("item" + i));
            all.addAll(history);
            for (int v = 0; v < history.size(); v++) {
                Instant until = history.get(v).ended().orElse(Instant.MAX);
                assertThat(history.get(v).from()).as("seed " + seed).isBefore(until);
                if (v + 1 < history.size()) {
                    assertThat(until)
                            .as("seed " + seed)
                            .isBeforeOrEqualTo(history.get(v + 1).from());
                }
            }
        }
        MailboxRecord mailbox = vault.mailbox(CONTOSO, ANNA).orElseThrow();
        assertThat(mailbox.versions()).as("seed " + seed).isEqualTo(all.size());
        long current = all.stream().filter(version -> version.ended().isEmpty()).count();
        assertThat(mailbox.messages()).as("seed " + seed).isEqualTo(current);
        assertThat(vault.missing(CONTOSO, ANNA, 100))
                .hasSameElementsAs(all.stream()
                        .filter(version ->
                                version.ended().isEmpty() && version.content().isEmpty())
                        .toList());
    }
}
