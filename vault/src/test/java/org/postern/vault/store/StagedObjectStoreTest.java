package org.postern.vault.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postern.vault.store.FaultyObjectStore.Fault;

class StagedObjectStoreTest extends ObjectStoreContract {
    private @Nullable ObjectStore far;
    private @Nullable StagedObjectStore store;

    @BeforeEach
    void open() throws IOException {
        far = new LocalObjectStore(new LocalDisk(), directory.resolve("far"));
        store = staged(far);
    }

    @AfterEach
    void close() throws IOException {
        store().close();
    }

    private StagedObjectStore staged(ObjectStore over) throws IOException {
        return new StagedObjectStore(new LocalDisk(), directory.resolve("staged"), over, Duration.ofMillis(1));
    }

    @Override
    protected StagedObjectStore store() {
        return Objects.requireNonNull(store);
    }

    private ObjectStore far() {
        return Objects.requireNonNull(far);
    }

    private static void awaitUploads(StagedObjectStore store) {
        while (store.waiting() > 0) {
            Thread.onSpinWait();
        }
    }

    /// Whatever goes wrong at whichever call of an upload, the bytes are whole in one of the two stores at every time,
    /// and
    /// in the end in the far one; a far store that lies about a put never gets our copy deleted.
    @ParameterizedTest
    @EnumSource(Fault.class)
    void aFaultAtAnyCallOfTheUploadLosesNothing(Fault fault) throws IOException {
        for (int failAt = 2; failAt <= 5; failAt++) { // The first lists what is there.
            String key = "t/" + fault.name().toLowerCase(java.util.Locale.ROOT) + failAt;
            byte[] bytes = random(failAt, 10_000);
            try (StagedObjectStore staged = staged(new FaultyObjectStore(far(), fault, failAt, failAt, () -> {}))) {
                staged.put(key, file(bytes));
            } // Closing ends the upload under way, if there is one.
            boolean lies = fault == Fault.LIES || fault == Fault.TRUNCATES;
            try (StagedObjectStore staged = staged(far())) {
                if (!lies) {
                    awaitUploads(staged);
                }
                assertThat(staged.size(key)).as(key).hasValue(10_000);
                assertThat(staged.get(key, 0, 10_000)).as(key).isEqualTo(bytes);
            }
            Files.deleteIfExists(directory.resolve("staged").resolve(key));
        }
    }

    @Test
    void whatAPutThatBrokeOffLeftOverThereIsNotTakenForTheWhole() throws Exception {
        byte[] bytes = random(1, 10_000);
        CountDownLatch asked = new CountDownLatch(4); // List, put, and then the sizes that show what it has.
        ObjectStore broken = new FaultyObjectStore(far(), Fault.TRUNCATES, 2, 1, () -> {});
        try (StagedObjectStore staged = staged(new Counted(broken, asked))) {
            staged.put("t/1", file(bytes));
            assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(staged.get("t/1", 0, 10_000)).isEqualTo(bytes);
            assertThat(staged.waiting()).isOne();
        }
        assertThat(Files.readAllBytes(directory.resolve("staged/t/1"))).isEqualTo(bytes);
    }

    @Test
    void aFarStoreThatIsAwayStopsNoPut() throws IOException {
        FaultyObjectStore away = new FaultyObjectStore(far(), Fault.FAILS, -2, 1, () -> {});
        try (StagedObjectStore staged = staged(away)) {
            for (int i = 0; i < 5; i++) {
                staged.put("t/" + i, file(random(i, 1_000)));
            }
            for (int i = 0; i < 5; i++) {
                assertThat(staged.get("t/" + i, 0, 1_000)).isEqualTo(random(i, 1_000));
            }
            assertThat(staged.list("t/")).hasSize(5);
        }
        try (StagedObjectStore staged = staged(far())) { // It is back.
            awaitUploads(staged);
        }
        for (int i = 0; i < 5; i++) {
            assertThat(far().get("t/" + i, 0, 1_000)).isEqualTo(random(i, 1_000));
        }
        assertThat(new LocalObjectStore(new LocalDisk(), directory.resolve("staged")).list(""))
                .isEmpty();
    }

    @Test
    void aPackIsReadableWhileItIsOnItsWay() throws Exception {
        CountDownLatch sending = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Runnable pause = () -> {
            sending.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
        byte[] bytes = random(7, 5_000);
        try (StagedObjectStore staged = staged(new FaultyObjectStore(far(), Fault.DELAYS, 2, 1, pause))) {
            staged.put("t/1", file(bytes));
            sending.await();
            assertThat(staged.get("t/1", 1_000, 4_000)).isEqualTo(java.util.Arrays.copyOfRange(bytes, 1_000, 5_000));
            goOn.countDown();
            awaitUploads(staged);
            assertThat(staged.get("t/1", 0, 5_000)).isEqualTo(bytes);
        }
    }

    @Test
    void otherBytesUnderTheSameKeyOverThereAreNeitherReplacedNorTaken() throws Exception {
        byte[] ours = random(1, 1_000);
        byte[] theirs = random(2, 1_000);
        try (StagedObjectStore staged = staged(far())) {
            Path file = file(theirs);
            far().put("t/1", file); // Another vault writes below the same prefix.
            staged.put("t/1", file(ours));
            assertThat(staged.get("t/1", 0, 1_000)).isEqualTo(ours);
        }
        assertThat(far().get("t/1", 0, 1_000)).isEqualTo(theirs);
        assertThat(Files.readAllBytes(directory.resolve("staged/t/1"))).isEqualTo(ours);
    }

    /// Counts calls down.
    private static final class Counted extends ForwardingStore {
        private final CountDownLatch calls;

        Counted(ObjectStore store, CountDownLatch calls) {
            super(store);
            this.calls = calls;
        }

        @Override
        protected void called() {
            calls.countDown();
        }
    }
}
