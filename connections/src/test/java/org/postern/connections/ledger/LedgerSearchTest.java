package org.postern.connections.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.connections.Ledger.Entry;
import org.postern.connections.Ledger.Query;
import org.postern.connections.keys.StretchedPassphrase;
import org.postern.mail.TenantId;

/// Finding by time and kind, beside a plain filter over all entries.
class LedgerSearchTest {
    private static final TenantId CONTOSO = new TenantId("contoso");
    private static final LogKeys KEYS = new LogKeys(
            new StretchedPassphrase("a passphrase"::toCharArray, 1_000, new SecureRandom()), new SecureRandom());
    private static final Instant START = Instant.parse("2026-03-04T05:06:07Z");
    private static final List<String> KINDS =
            List.of("request", "answer", "request", "answer", "request", "token.received", "restore.started");

    @TempDir
    private Path directory;

    /// A clock that goes on, stands, and now and then is set back or far ahead.
    private static final class Hands extends Clock {
        private final Random random;
        private Instant now = START;

        Hands(Random random) {
            this.random = random;
        }

        @Override
        public Instant instant() {
            int luck = random.nextInt(60);
            Duration step = luck == 0
                    ? Duration.ofMinutes(random.nextInt(120) - 60)
                    : Duration.ofMillis(random.nextInt(3) * 400L);
            now = now.plus(step);
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

    @Test
    void findsWhatAFilterOverAllFinds() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (FileLedger ledger = FileLedger.open(directory.resolve("ledger.jsonl"), CONTOSO, KEYS, new Hands(random))) {
            for (int i = 0; i < 400; i++) {
                ledger.append(KINDS.get(random.nextInt(random.nextInt(20) == 0 ? 7 : 5)), "sync", Map.of());
            }
            List<Entry> all = ledger.read(0, 1_000);
            for (int round = 0; round < 400; round++) {
                Query query = query(all, random);
                List<Long> expected = all.stream()
                        .filter(query::matches)
                        .limit(query.limit())
                        .map(Entry::number)
                        .toList();
                assertThat(ledger.find(query))
                        .as("seed %d, %s", seed, query)
                        .extracting(Entry::number)
                        .containsExactlyElementsOf(expected);
            }
        }
    }

    private static Query query(List<Entry> all, Random random) {
        Instant from = all.get(random.nextInt(all.size())).at().minusMillis(random.nextInt(2));
        Instant until = from.plusSeconds(random.nextInt(4_000));
        Set<String> kinds = switch (random.nextInt(4)) {
            case 0 -> Set.of();
            case 1 -> Set.of("request");
            case 2 -> Set.of("token.received", "restore.started");
            default -> Set.of("token.received");
        };
        long after = random.nextBoolean() ? 0 : random.nextInt(400);
        return new Query(from, until, kinds, after, 1 + random.nextInt(random.nextBoolean() ? 5 : 500));
    }

    /// Rare kinds are reached without a look at the requests between: even where those are spoilt.
    @Test
    void whatIsNotAskedForIsNotRead() throws IOException {
        Path file = directory.resolve("ledger.jsonl");
        try (FileLedger ledger = FileLedger.open(file, CONTOSO, KEYS, Clock.fixed(START, ZoneOffset.UTC))) {
            ledger.append("token.received", "sync", Map.of("uti", "one"));
            for (int i = 0; i < 2_000; i++) {
                ledger.append("request", "sync", Map.of());
            }
            ledger.append("token.received", "sync", Map.of("uti", "two"));
            byte[] bytes = Files.readAllBytes(file);
            Files.write(file, bytes, StandardOpenOption.TRUNCATE_EXISTING);
            java.util.Arrays.fill(bytes, bytes.length / 3, bytes.length / 2, (byte) 'x');
            Files.write(file, bytes);
            assertThat(ledger.find(new Query(START, START.plusSeconds(1), Set.of("token.received"), 0, 10)))
                    .extracting(entry -> entry.details().get("uti"))
                    .containsExactly("one", "two");
        }
    }
}
