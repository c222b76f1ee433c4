package org.postern.vault.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.vault.s3.FaultyWire.Fault;
import org.postern.vault.s3.S3Config.Lock;
import org.postern.vault.store.ObjectStore;
import org.postern.vault.store.ObjectStoreContract;

/// The contract of stores against a real S3 server, and what a network does to it.
class S3ObjectStoreTest extends ObjectStoreContract {
    @TempDir
    static Path serverDirectory;

    private static @Nullable S3Server server;
    private @Nullable S3ObjectStore store;

    @BeforeAll
    static void start() throws Exception {
        server = S3Server.start(serverDirectory);
    }

    @AfterAll
    static void stop() {
        server().close();
    }

    private static S3Server server() {
        return Objects.requireNonNull(server);
    }

    @BeforeEach
    void open() throws IOException {
        store = server().store();
        for (String key : store.list("")) {
            store.delete(key);
        }
    }

    @AfterEach
    void close() {
        Objects.requireNonNull(store).close();
    }

    @Override
    protected ObjectStore store() {
        return Objects.requireNonNull(store);
    }

    static List<Fault> faults() {
        return List.of(
                new Fault.BreaksRequest(100),
                new Fault.BreaksRequest(200_000),
                new Fault.BreaksAnswer(1),
                new Fault.BreaksAnswer(100_000),
                new Fault.Answers(500),
                new Fault.Answers(503),
                new Fault.Silence());
    }

    private static S3ObjectStore over(FaultyWire wire) {
        S3Config config = S3Server.config(wire.port(), null);
        return S3ObjectStore.open(
                new S3Config(
                        config.endpoint(),
                        config.region(),
                        config.bucket(),
                        config.prefix(),
                        config.credentials(),
                        null,
                        4,
                        Duration.ofSeconds(3),
                        config.partBytes()),
                Clock.systemUTC());
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aGetIsTriedAgainUntilItsBytesAreWhole(Fault fault) throws IOException {
        byte[] bytes = random(1, 400_000);
        store().put("t/1", file(bytes));
        try (FaultyWire wire = new FaultyWire(server().port(), List.of(fault));
                S3ObjectStore faulty = over(wire)) {
            assertThat(faulty.get("t/1", 1_000, 300_000)).isEqualTo(Arrays.copyOfRange(bytes, 1_000, 301_000));
        }
    }

    /// A put that broke off is tried again; where its answer alone was lost, the key is taken by these very bytes.
    @ParameterizedTest
    @MethodSource("faults")
    void aPutIsWholeOrNotThere(Fault fault) throws IOException {
        byte[] bytes = random(2, 400_000);
        Path file = file(bytes);
        try (FaultyWire wire = new FaultyWire(server().port(), List.of(fault));
                S3ObjectStore faulty = over(wire)) {
            faulty.put("t/1", file);
            assertThat(wire.faultsLeft()).isZero();
        } catch (FileAlreadyExistsException e) {
            assertThat(fault).isNotInstanceOf(Fault.Answers.class);
        }
        assertThat(store().get("t/1", 0, bytes.length)).isEqualTo(bytes);
        assertThat(file).exists();
    }

    @Test
    void triesAreBoundedAndTheErrorSaysWhatWasAsked() throws IOException {
        List<Fault> always = java.util.Collections.nCopies(50, new Fault.Answers(503));
        try (FaultyWire wire = new FaultyWire(server().port(), always);
                S3ObjectStore faulty = over(wire)) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> faulty.get("t/1", 0, 10))
                    .withMessageContaining("bucket packs")
                    .withMessageContaining("get t/1");
            assertThat(wire.faultsLeft()).isEqualTo(50 - 4);
        }
    }

    @Test
    void aLargePackGoesInPartsAndIsPutOnceToo() throws IOException {
        byte[] bytes = random(3, (11 << 20) + 17); // Three parts.
        store().put("t/large", file(bytes));
        assertThat(store().size("t/large")).hasValue(bytes.length);
        assertThat(store().get("t/large", (5 << 20) - 10, 6 << 20))
                .isEqualTo(Arrays.copyOfRange(bytes, (5 << 20) - 10, (11 << 20) - 10));
        Path other = file(random(4, bytes.length));
        assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> store().put("t/large", other));
        assertThat(store().get("t/large", 0, 1_000)).isEqualTo(Arrays.copyOf(bytes, 1_000));
    }

    @Test
    void anObjectLockIsAskedForWithItsEnd() throws IOException {
        Clock clock = Clock.fixed(Instant.parse("2026-03-01T00:00:00Z"), ZoneOffset.UTC);
        try (FaultyWire wire = new FaultyWire(server().port(), List.of());
                S3ObjectStore locking =
                        S3ObjectStore.open(S3Server.config(wire.port(), new Lock(Lock.Mode.COMPLIANCE, 30)), clock)) {
            locking.put("t/locked", file(random(5, 1_000)));
            assertThat(wire.heads())
                    .anySatisfy(head -> assertThat(head.toLowerCase(java.util.Locale.ROOT))
                            .contains("x-amz-object-lock-mode: compliance")
                            .contains("x-amz-object-lock-retain-until-date: 2026-03-31t00:00:00z")
                            .contains("if-none-match: *"));
        }
    }

    @Test
    void aWrongSecretOrBucketIsSaid() {
        S3Config right = S3Server.config(server().port(), null);
        S3Config wrong = S3Config.of(
                right.endpoint(), "us-east-1", "packs", "", new S3Config.Credentials("access", "wrong", null), null);
        S3Config elsewhere =
                S3Config.of(right.endpoint(), "us-east-1", "no-such-bucket", "", right.credentials(), null);
        try (S3ObjectStore refused = S3ObjectStore.open(wrong, Clock.systemUTC());
                S3ObjectStore missing = S3ObjectStore.open(elsewhere, Clock.systemUTC())) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> refused.sizes(""))
                    .withMessageContaining("check the access key")
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("wrong"));
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> missing.sizes(""))
                    .withMessageContaining("bucket no-such-bucket");
        }
    }

    @Test
    void anotherPrefixSeesNothing() throws IOException {
        store().put("t/1", file(random(6, 10)));
        S3Config config = S3Server.config(server().port(), null);
        S3Config other = S3Config.of(
                URI.create(String.valueOf(config.endpoint())),
                "us-east-1",
                "packs",
                "vault-two/",
                config.credentials(),
                null);
        try (S3ObjectStore second = S3ObjectStore.open(other, Clock.systemUTC())) {
            assertThat(second.list("")).isEmpty();
            second.put("t/1", file(random(7, 20)));
            assertThat(store().size("t/1")).hasValue(10);
            second.delete("t/1");
        }
    }
}
