package org.postern.connections.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.connections.keys.StretchedPassphrase;
import org.postern.mail.TenantId;

class RequestIdsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-04T05:06:07Z"), ZoneOffset.UTC);
    private static final LogKeys KEYS = new LogKeys(
            new StretchedPassphrase("a passphrase"::toCharArray, 1_000, new SecureRandom()), new SecureRandom());

    @TempDir
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private LogKey key;

    @BeforeEach
    void make() {
        key = KEYS.open(directory.resolve("ledger.jsonl"), new TenantId("contoso"), CLOCK);
    }

    private RequestIds open(Clock clock) {
        return RequestIds.open(key, directory.resolve("ledger.requests"), clock);
    }

    @Test
    void idsAreUuidsThatGiveBackTheirNumbersInOrder() {
        RequestIds ids = open(CLOCK);
        long first = ids.recognise(ids.next()).orElseThrow();
        Set<UUID> seen = new HashSet<>();
        for (int i = 1; i <= 2_000; i++) {
            UUID id = ids.next();
            assertThat(id.version()).isEqualTo(8);
            assertThat(id.variant()).isEqualTo(2);
            assertThat(seen.add(id)).isTrue();
            assertThat(ids.recognise(id)).hasValue(first + i);
        }
    }

    /// No entry and no memory is left of them, only the number that was set aside before.
    @Test
    void afterACrashOldIdsAreKnownAndNoneComesTwice() {
        Set<UUID> given = new HashSet<>();
        for (int crash = 0; crash < 5; crash++) {
            RequestIds ids = open(CLOCK);
            for (int i = 0; i < 100; i++) {
                assertThat(given.add(ids.next())).isTrue();
            }
        }
        RequestIds later = open(CLOCK);
        assertThat(given).allMatch(id -> later.recognise(id).isPresent());
    }

    @Test
    void evenWithTheFileLostNoNumberComesTwice() throws Exception {
        UUID before = open(CLOCK).next();
        Files.delete(directory.resolve("ledger.requests"));
        RequestIds ids = open(Clock.offset(CLOCK, Duration.ofSeconds(2)));
        UUID after = ids.next();
        assertThat(ids.recognise(before)).isPresent();
        assertThat(ids.recognise(after).orElseThrow())
                .isGreaterThan(ids.recognise(before).orElseThrow());
    }

    @Test
    void acrossABlocksEndNumbersGoOn() {
        RequestIds ids = open(CLOCK);
        long first = ids.recognise(ids.next()).orElseThrow();
        for (long i = 1; i < RequestIds.BLOCK; i++) {
            ids.next();
        }
        assertThat(ids.recognise(ids.next())).hasValue(first + RequestIds.BLOCK);
    }

    @Test
    void aBitChangedOrAnotherTenantsIdOrARandomOneIsNotOurs() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        RequestIds ids = open(CLOCK);
        LogKey others = KEYS.open(directory.resolve("other.jsonl"), new TenantId("fabrikam"), CLOCK);
        RequestIds theirs = RequestIds.open(others, directory.resolve("other.requests"), CLOCK);
        for (int round = 0; round < 500; round++) {
            UUID id = ids.next();
            int bit = random.nextInt(128);
            UUID changed = bit < 64
                    ? new UUID(id.getMostSignificantBits() ^ (1L << bit), id.getLeastSignificantBits())
                    : new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits() ^ (1L << (bit - 64)));
            assertThat(ids.recognise(changed)).as("seed %d, bit %d", seed, bit).isEqualTo(OptionalLong.empty());
            assertThat(ids.recognise(theirs.next())).isEmpty();
            assertThat(ids.recognise(new UUID(random.nextLong(), random.nextLong())))
                    .isEmpty();
        }
    }

    /// A number that was never set aside is nobody's, even when the id is made with the right key.
    @Test
    void whatWasNeverGivenIsNotRecognised() {
        RequestIds ids = open(CLOCK);
        ids.next();
        RequestIds ahead = RequestIds.open(key, directory.resolve("ahead"), Clock.offset(CLOCK, Duration.ofDays(1)));
        assertThat(ids.recognise(ahead.next())).isEmpty();
    }
}
