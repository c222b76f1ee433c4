package org.postern.connections.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.connections.ConnectionException;
import org.postern.connections.Ledger.Entry;
import org.postern.connections.Ledger.Verification;
import org.postern.connections.keys.StretchedPassphrase;
import org.postern.mail.TenantId;

/// A ledger whose users are cancelled in the middle, and whose disk is full or fails.
@Timeout(120)
class HardTimesTest {
    private static final TenantId CONTOSO = new TenantId("contoso");
    private static final LogKeys KEYS = new LogKeys(
            new StretchedPassphrase("a passphrase"::toCharArray, 1_000, new SecureRandom()), new SecureRandom());
    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("ledger.jsonl");
    }

    private FileLedger open() {
        return FileLedger.open(file(), CONTOSO, KEYS, CLOCK);
    }

    private static List<String> ids(FileLedger ledger) {
        return ledger.read(0, Integer.MAX_VALUE).stream()
                .map(entry -> entry.details().getOrDefault("id", ""))
                .filter(id -> !id.isEmpty())
                .toList();
    }

    /// Threads append, sign, read and verify; others interrupt them all the time, wherever they are.
    @Test
    void anInterruptAnywhereNeitherLosesNorDoublesNorEndsIt() throws Exception {
        long seed = System.nanoTime();
        Set<String> noted = ConcurrentHashMap.newKeySet();
        Set<String> tried = ConcurrentHashMap.newKeySet();
        AtomicReference<Throwable> unexpected = new AtomicReference<>();
        try (FileLedger ledger = open()) {
            List<Thread> workers = IntStream.range(0, 6)
                    .mapToObj(number -> {
                        Runnable work = () -> work(ledger, number, new Random(seed + number), tried, noted);
                        return (number % 2 == 0 ? Thread.ofVirtual() : Thread.ofPlatform())
                                .uncaughtExceptionHandler((_, e) -> unexpected.set(e))
                                .start(work);
                    })
                    .toList();
            Random random = new Random(seed);
            while (workers.stream().anyMatch(Thread::isAlive)) {
                workers.get(random.nextInt(workers.size())).interrupt();
                Thread.sleep(0, random.nextInt(200_000));
            }
            assertThat(unexpected.get()).as("seed %d", seed).isNull();
            assertWhole(ledger, tried, noted, seed);
            ledger.append("key.created", "administrator", Map.of());
            assertThat(ledger.checkpoint().size()).isEqualTo(ledger.entries());
        }
        try (FileLedger again = open()) {
            assertWhole(again, tried, noted, seed);
        }
    }

    private static void work(FileLedger ledger, int number, Random random, Set<String> tried, Set<String> noted) {
        for (int i = 0; i < 250; i++) {
            String id = number + "/" + i;
            tried.add(id);
            ledger.append(random.nextInt(4) == 0 ? "key.created" : "request", "sync", Map.of("id", id));
            noted.add(id); // An interrupt never keeps an entry from being noted.
            try {
                switch (random.nextInt(30)) {
                    case 0 -> ledger.checkpoint();
                    case 1 -> ledger.verify();
                    case 2 -> ledger.read(random.nextInt(100), 5);
                    case 3 -> ledger.nextRequestId();
                    default -> ledger.force();
                }
            } catch (ConnectionException e) {
                assertThat(Thread.currentThread().isInterrupted()).as("%s", e).isTrue();
            }
            Thread.interrupted(); // As a worker that goes on to its next task.
        }
    }

    private static void assertWhole(FileLedger ledger, Set<String> tried, Set<String> noted, long seed) {
        assertThat(ledger.verify()).as("seed %d", seed).isInstanceOf(Verification.Whole.class);
        List<String> there = ids(ledger);
        assertThat(new HashSet<>(there)).as("doubled, seed %d", seed).hasSameSizeAs(there);
        assertThat(there).as("lost, seed %d", seed).containsAll(noted);
        assertThat(tried).as("invented, seed %d", seed).containsAll(there);
    }

    /// Whatever fails and whenever the power does: what was said to be noted is there, once, in an unbroken chain.
    @RepeatedTest(10)
    void aDiskThatFailsAtTimesKeepsWhatItConfirmed() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Set<String> acts = new HashSet<>();
        List<String> requests = new ArrayList<>();
        AtomicReference<FaultyStore> disk = new AtomicReference<>();
        int id = 0;
        for (int life = 0; life < 3; life++) {
            FileLedger ledger = FileLedger.open(file(), CONTOSO, KEYS, CLOCK, path -> {
                disk.set(new FaultyStore(path, random));
                return Objects.requireNonNull(disk.get());
            });
            FaultyStore store = Objects.requireNonNull(disk.get());
            assertThat(ledger.verify()).as("seed %d", seed).isInstanceOf(Verification.Whole.class);
            for (int i = 0; i < 60; i++) {
                store.faults = i % 20 < 10 ? 0 : 0.4;
                boolean act = random.nextInt(3) == 0;
                String name = Integer.toString(++id);
                try {
                    ledger.append(act ? "key.created" : "request", "sync", Map.of("id", name));
                    (act ? acts : requests).add(name);
                    if (random.nextInt(5) == 0) {
                        ledger.force();
                        acts.addAll(requests); // Now they are confirmed as well.
                    }
                    if (random.nextInt(20) == 0) {
                        ledger.checkpoint();
                    }
                } catch (ConnectionException e) {
                    assertThat(e).hasMessageContaining("check the disk's space");
                }
            }
            store.losePower();
            store.close();
            requests.clear();
            try (FileLedger after = open()) {
                assertThat(after.verify()).as("seed %d, life %d", seed, life).isInstanceOf(Verification.Whole.class);
                List<String> there = ids(after);
                assertThat(new HashSet<>(there)).as("doubled, seed %d", seed).hasSameSizeAs(there);
                assertThat(there).as("lost, seed %d, life %d", seed, life).containsAll(acts);
            }
        }
    }

    @Test
    void aDiskThatIsFullStopsActsAndGoesOnWhenItIsNot() throws IOException {
        AtomicReference<FaultyStore> disk = new AtomicReference<>();
        AtomicBoolean refused = new AtomicBoolean();
        try (FileLedger ledger = FileLedger.open(file(), CONTOSO, KEYS, CLOCK, path -> {
            disk.set(new FaultyStore(path, new Random(7)));
            return Objects.requireNonNull(disk.get());
        })) {
            ledger.append("key.created", "administrator", Map.of("id", "1"));
            Objects.requireNonNull(disk.get()).faults = 1;
            for (int i = 0; i < 3; i++) {
                try {
                    ledger.append("key.created", "administrator", Map.of("id", "refused"));
                } catch (ConnectionException e) {
                    refused.set(true);
                    assertThat(e).hasMessageContaining("No space left").hasMessageContaining("could not be written");
                }
            }
            assertThat(refused).isTrue();
            assertThat(ledger.read(0, 10)).hasSize(1);
            Objects.requireNonNull(disk.get()).faults = 0;
            Entry next = ledger.append("key.created", "administrator", Map.of("id", "2"));
            assertThat(next.number()).isEqualTo(2);
            assertThat(ledger.verify()).isEqualTo(new Verification.Whole(2));
        }
        assertThat(Files.readAllLines(file())).hasSize(2);
        try (FileLedger again = open()) {
            assertThat(ids(again).stream().collect(Collectors.joining(","))).isEqualTo("1,2");
        }
    }
}
