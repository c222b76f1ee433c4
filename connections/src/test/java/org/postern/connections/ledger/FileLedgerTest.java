package org.postern.connections.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.connections.ConnectionException;
import org.postern.connections.Ledger;
import org.postern.connections.Ledger.Entry;
import org.postern.connections.Ledger.Verification;
import org.postern.connections.keys.StretchedPassphrase;
import org.postern.mail.TenantId;

class FileLedgerTest {
    private static final TenantId CONTOSO = new TenantId("contoso");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-04T05:06:07.891Z"), ZoneOffset.UTC);

    private static final LogKeys KEYS = new LogKeys(
            new StretchedPassphrase("a passphrase"::toCharArray, 1_000, new SecureRandom()), new SecureRandom());

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("ledger.jsonl");
    }

    private FileLedger open() {
        return FileLedger.open(file, CONTOSO, KEYS, CLOCK);
    }

    private void fill(int entries) {
        try (FileLedger ledger = open()) {
            for (int i = 1; i <= entries; i++) {
                ledger.append(
                        i % 3 == 0 ? "restore.started" : "request",
                        "sync",
                        Map.of("i", Integer.toString(i), "tricky", "\"\\\n\u2028ä\ud83d\ude00\ud800"));
            }
        }
    }

    @Test
    void keepsAChainAcrossOpenings() {
        fill(3);
        fill(2);
        try (FileLedger ledger = open()) {
            assertThat(ledger.verify()).isEqualTo(new Verification.Whole(5));
            List<Entry> entries = ledger.read(0, 100);
            assertThat(entries).extracting(Entry::number).containsExactly(1L, 2L, 3L, 4L, 5L);
            assertThat(entries.getFirst().details()).containsEntry("tricky", "\"\\\n\u2028ä\ud83d\ude00\ud800");
            for (int i = 1; i < 5; i++) {
                assertThat(entries.get(i).previous())
                        .isEqualTo(entries.get(i - 1).hash());
            }
        }
    }

    @Test
    void findsPagesByNumber() {
        fill(1_000);
        try (FileLedger ledger = open()) {
            for (long after : new long[] {0, 1, 2, 499, 997, 999}) {
                List<Long> expected = IntStream.rangeClosed((int) after + 1, (int) Math.min(after + 3, 1_000))
                        .mapToObj(Long::valueOf)
                        .toList();
                assertThat(ledger.read(after, 3)).extracting(Entry::number).containsExactlyElementsOf(expected);
            }
            assertThat(ledger.read(1_000, 5)).isEmpty();
            assertThat(ledger.read(5_000, 5)).isEmpty();
        }
    }

    @Test
    void anotherTenantsLedgerDoesNotVerify() {
        fill(3);
        try (FileLedger ledger = FileLedger.open(file, new TenantId("fabrikam"), KEYS, CLOCK)) {
            assertThat(ledger.verify()).isInstanceOf(Verification.Broken.class);
        }
    }

    /// A crash at any byte: what was whole stays, what was torn is kept aside, and the chain goes on.
    @Test
    void survivesACrashAtEveryByteOfTheLastEntries() throws IOException {
        fill(4);
        byte[] whole = Files.readAllBytes(file);
        int from = new String(whole, StandardCharsets.UTF_8).indexOf("\n") + 1;
        for (int length = from; length <= whole.length; length += 7) {
            try (Stream<Path> old = Files.list(directory)) {
                for (Path path : old.toList()) {
                    Files.delete(path);
                }
            }
            byte[] cut = Arrays.copyOf(whole, length);
            Files.write(file, cut);
            int complete = (int) new String(cut, StandardCharsets.UTF_8)
                    .chars()
                    .filter(c -> c == '\n')
                    .count();
            boolean torn = cut[cut.length - 1] != '\n';
            try (FileLedger ledger = open()) {
                assertThat(ledger.verify())
                        .as("cut at %d", length)
                        .isEqualTo(new Verification.Whole(complete + (torn ? 1 : 0)));
                if (torn) {
                    Entry noted = ledger.read(complete, 1).getFirst();
                    assertThat(noted.kind()).isEqualTo("ledger.repaired");
                    Path aside =
                            directory.resolve(String.valueOf(noted.details().get("file")));
                    assertThat(Files.size(aside))
                            .hasToString(String.valueOf(noted.details().get("bytes")));
                }
                ledger.append("request", "sync", Map.of());
                assertThat(ledger.verify()).isInstanceOf(Verification.Whole.class);
            }
        }
    }

    @Test
    void zerosLeftByAPowerCutAreMovedAside() throws IOException {
        fill(4);
        Files.write(file, new byte[5_000], StandardOpenOption.APPEND);
        try (FileLedger ledger = open()) {
            assertThat(ledger.verify()).isEqualTo(new Verification.Whole(5));
        }
    }

    @Test
    void noticesEveryChangedByte() throws IOException {
        fill(6);
        byte[] whole = Files.readAllBytes(file);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (FileLedger ledger = open()) {
            for (int round = 0; round < 300; round++) {
                byte[] changed = whole.clone();
                int at = random.nextInt(changed.length);
                changed[at] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, changed);
                assertThat(ledger.verify()).as("seed %d, byte %d", seed, at).isInstanceOf(Verification.Broken.class);
            }
        }
    }

    @Test
    void noticesRemovedSwappedAndRepeatedEntries() throws IOException {
        fill(6);
        List<String> lines = Files.readAllLines(file);
        for (List<String> forged : List.of(
                List.of(lines.get(0), lines.get(2), lines.get(3)),
                List.of(lines.get(1), lines.get(0), lines.get(2)),
                List.of(lines.get(0), lines.get(0), lines.get(1)),
                lines.subList(1, 6))) {
            Files.write(file, forged);
            try (FileLedger ledger = open()) {
                assertThat(ledger.verify()).isInstanceOf(Verification.Broken.class);
            }
        }
    }

    @Test
    void refusesAFileThatIsNoLedger() throws IOException {
        Files.write(file, new byte[3 << 20]);
        assertThatThrownBy(this::open).isInstanceOf(ConnectionException.class).hasMessageContaining("backup");
    }

    @Test
    void isReadableByItsOwnerAlone() throws IOException {
        fill(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void takesEntriesFromManyThreads() throws InterruptedException {
        try (FileLedger ledger = open()) {
            Ledger shared = ledger;
            List<Thread> threads = IntStream.range(0, 8)
                    .mapToObj(_ -> Thread.ofVirtual().start(() -> {
                        for (int i = 0; i < 50; i++) {
                            shared.append("request", "sync", Map.of());
                        }
                    }))
                    .toList();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(ledger.verify()).isEqualTo(new Verification.Whole(400));
        }
    }

    @Test
    void anEntryThatIsTooLargeIsRefusedAndLeavesNothing() {
        try (FileLedger ledger = open()) {
            assertThatThrownBy(() -> ledger.append("x", "y", Map.of("k", "v".repeat(100_000))))
                    .isInstanceOf(IllegalArgumentException.class);
            ledger.append("x", "y", Map.of());
            assertThat(ledger.verify()).isEqualTo(new Verification.Whole(1));
        }
    }
}
