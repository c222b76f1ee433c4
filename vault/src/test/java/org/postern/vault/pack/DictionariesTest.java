package org.postern.vault.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postern.mail.TenantId;
import org.postern.vault.key.TenantKeys;

/// Writing never waits for a dictionary: a store that is away costs room, not mail.
class DictionariesTest {
    private static final byte[] KEY = new byte[32];
    private final TenantKeys keys = new TenantKeys(new TenantId("contoso"), KEY, KEY);
    private final Bench bench = new Bench(new SecureRandom());
    private final Shelf shelf = new Shelf();

    /// One pack in memory, on a store that can be away.
    private static final class Shelf implements Dictionaries.Packs {
        private final List<PackEntry> entries = new ArrayList<>();
        private final List<byte[]> frames = new ArrayList<>();
        private boolean away;

        PackEntry add(Frame frame) {
            Location at = new Location(1, frames.size(), frame.length());
            PackEntry entry = new PackEntry(frame.kind(), frame.name(), at, frame.plainLength(), 0);
            entries.add(entry);
            frames.add(frame.bytes());
            return entry;
        }

        @Override
        public List<PackEntry> entries(Bench bench, long pack) throws IOException {
            requireThere();
            return pack == 1 ? List.copyOf(entries) : List.of();
        }

        @Override
        public Set<Long> numbers() throws IOException {
            requireThere();
            return Set.of(1L);
        }

        @Override
        public byte[] frame(Location location) throws IOException {
            requireThere();
            return frames.get((int) location.offset());
        }

        private void requireThere() throws IOException {
            if (away) {
                throw new IOException("the store is away");
            }
        }
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private Dictionaries dictionaries() {
        return new Dictionaries(keys, shelf, 0);
    }

    private void fill() {
        for (int i = 0; i < 60; i++) {
            byte[] plain = ("Received: from mx1.contoso.test by mail.contoso.test with ESMTPS id " + i * 7_919
                            + "\r\nSubject: Letter " + i + "\r\nX-Policy: internal; retention=standard\r\n\r\nText "
                            + i * 31
                            + ". This message is confidential and meant for its recipients alone.\r\n")
                    .getBytes(StandardCharsets.UTF_8);
            ObjectName name = bench.nameOf(keys, ObjectKind.LEAF, plain, 0, plain.length);
            shelf.add(bench.seal(keys, ObjectKind.LEAF, name, plain, 0, plain.length));
        }
    }

    @Test
    void aStoreThatIsAwayStopsNoWriting() {
        fill();
        shelf.away = true;
        Dictionaries dictionaries = dictionaries();
        dictionaries.resume(bench, 2);
        assertThat(dictionaries.current(bench)).isNull();
        assertThat(dictionaries.train(bench, List.copyOf(shelf.entries))).isFalse();
        assertThat(dictionaries.current(bench)).isNull();
    }

    @Test
    void whatWasUsedLastIsTakenUpFromThePackOrTheOneBefore() throws IOException {
        fill();
        Dictionaries first = dictionaries();
        assertThat(first.train(bench, List.copyOf(shelf.entries))).isTrue();
        Dictionary trained = first.current(bench);
        assertThat(trained).isNotNull();
        if (trained == null) {
            return;
        }
        shelf.add(trained.frame());
        for (long pack = 1; pack <= 2; pack++) {
            Dictionaries next = dictionaries();
            next.resume(bench, pack);
            assertThat(next.current(bench))
                    .isNotNull()
                    .extracting(Dictionary::id)
                    .isEqualTo(trained.id());
            assertThat(next.get(bench, trained.id(), 1).content()).isEqualTo(trained.content());
        }
        shelf.away = true;
        assertThatExceptionOfType(IOException.class)
                .as("who reads must be told")
                .isThrownBy(() -> dictionaries().get(bench, trained.id(), 1));
    }
}
