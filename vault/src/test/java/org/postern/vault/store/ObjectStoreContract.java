package org.postern.vault.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [ObjectStore] must do.
public abstract class ObjectStoreContract {
    @TempDir
    protected Path directory;

    private int files;

    /// An empty store, the same one for all calls within a test.
    protected abstract ObjectStore store() throws IOException;

    protected Path file(byte[] bytes) throws IOException {
        return Files.write(directory.resolve("source" + files++), bytes);
    }

    protected static byte[] random(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4_096, 300_000})
    void whatIsPutReadsBackInAnyRange(int length) throws IOException {
        byte[] bytes = random(length, length);
        store().put("contoso/000000000001.pack", file(bytes));
        assertThat(store().size("contoso/000000000001.pack")).hasValue(length);
        assertThat(store().get("contoso/000000000001.pack", 0, length)).isEqualTo(bytes);
        Random random = new Random(length);
        for (int i = 0; i < 10; i++) {
            int from = random.nextInt(length + 1);
            int to = from + random.nextInt(length - from + 1);
            assertThat(store().get("contoso/000000000001.pack", from, to - from))
                    .as(from + " to " + to)
                    .isEqualTo(Arrays.copyOfRange(bytes, from, to));
        }
    }

    @Test
    void aRangeBehindTheEndIsSaid() throws IOException {
        store().put("a", file(random(1, 100)));
        for (long[] range : new long[][] {{0, 101}, {99, 2}, {100, 1}, {5_000_000_000L, 10}}) {
            assertThatExceptionOfType(EOFException.class).isThrownBy(() -> store().get("a", range[0], (int) range[1]));
        }
    }

    @Test
    void whatIsNotThereIsSaid() throws IOException {
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> store().get("contoso/none", 0, 1));
        assertThat(store().size("contoso/none")).isEmpty();
        assertThat(store().list("")).isEmpty();
        store().delete("contoso/none");
    }

    @Test
    void aKeyIsPutOnceAndKeepsItsBytes() throws IOException {
        byte[] first = random(1, 500);
        store().put("a/b", file(first));
        Path second = file(random(2, 600));
        assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> store().put("a/b", second));
        assertThat(store().get("a/b", 0, 500)).isEqualTo(first);
        assertThat(second).as("a file that was not taken in stays").exists();
    }

    @Test
    void ofManyPutsAtOnceOneSucceeds() throws Exception {
        List<Callable<byte[]>> puts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            byte[] bytes = random(i, 2_000);
            Path file = file(bytes);
            puts.add(() -> {
                try {
                    store().put("one", file);
                    return bytes;
                } catch (FileAlreadyExistsException e) {
                    return new byte[0];
                }
            });
        }
        List<byte[]> stored = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<byte[]> put : threads.invokeAll(puts)) {
                if (put.get().length > 0) {
                    stored.add(put.get());
                }
            }
        }
        assertThat(stored).hasSize(1);
        assertThat(store().get("one", 0, 2_000)).isEqualTo(stored.getFirst());
    }

    @Test
    void keysAreListedInOrderByAnyPrefixWithTheirSizes() throws IOException {
        List<String> keys =
                List.of("contoso/000000000001.pack", "contoso/000000000002.pack", "contoso-2/a", "fabrikam/x_y", "z");
        for (int i = keys.size() - 1; i >= 0; i--) {
            store().put(keys.get(i), file(random(i, 10 * i)));
        }
        assertThat(store().list(""))
                .containsExactlyElementsOf(keys.stream().sorted().toList());
        assertThat(store().list("contoso/")).containsExactly(keys.get(0), keys.get(1));
        assertThat(store().list("contoso")).containsExactlyInAnyOrder(keys.get(0), keys.get(1), keys.get(2));
        assertThat(store().list("contoso/00000000000")).containsExactly(keys.get(0), keys.get(1));
        assertThat(store().list("none/")).isEmpty();
        assertThat(store().sizes("contoso/")).containsEntry(keys.get(0), 0L).containsEntry(keys.get(1), 10L);
    }

    @Test
    void whatIsDeletedIsGoneAndItsKeyIsFree() throws IOException {
        store().put("a/b", file(random(1, 10)));
        store().put("a/c", file(random(2, 10)));
        store().delete("a/b");
        store().delete("a/b");
        assertThat(store().list("a/")).containsExactly("a/c");
        store().put("a/b", file(random(3, 20)));
        assertThat(store().size("a/b")).hasValue(20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "../a", "a/../b", "/a", "a//b", "a/", "A", "a b", "a/.b", "\u00e4", "a\nb"})
    void whatIsNoKeyIsRefused(String key) throws IOException {
        Path file = file(random(1, 10));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> store().put(key, file));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> store().get(key, 0, 1));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> store().delete(key));
        assertThat(file).exists();
    }
}
