package org.postern.vault.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A store that does one chosen call wrongly, and all others as the store below it.
public final class FaultyObjectStore implements ObjectStore {
    /// What goes wrong.
    public enum Fault {
        /// Nothing is done, and that is said.
        FAILS,
        /// All is done, and said to have failed.
        FAILS_AFTERWARDS,
        /// Half of the bytes are stored, or come; a put says so, a get does not.
        TRUNCATES,
        /// `during` runs first: such as what another thread does meanwhile.
        DELAYS,
        /// A put stores half and says all is well; a get gives other bytes; sizes and lists are wrong.
        LIES
    }

    private final ObjectStore store;
    private final Fault fault;
    private final int failAt;
    private final Random random;
    private final Runnable during;
    private final AtomicInteger calls = new AtomicInteger();

    /// @param failAt the call that goes wrong, counted from 1; every one from there on when it is negative
    public FaultyObjectStore(ObjectStore store, Fault fault, int failAt, long seed, Runnable during) {
        this.store = store;
        this.fault = fault;
        this.failAt = failAt;
        this.random = new Random(seed);
        this.during = during;
    }

    public int calls() {
        return calls.get();
    }

    private boolean isFaulty() throws IOException {
        int call = calls.incrementAndGet();
        boolean faulty = failAt < 0 ? call >= -failAt : call == failAt;
        if (faulty && fault == Fault.FAILS) {
            throw new IOException("the store does not answer (injected)");
        }
        if (faulty && fault == Fault.DELAYS) {
            during.run();
        }
        return faulty;
    }

    private void failAfterwards(boolean faulty) throws IOException {
        if (faulty && fault == Fault.FAILS_AFTERWARDS) {
            throw new IOException("the store's answer was lost (injected)");
        }
    }

    @Override
    public void put(String key, Path file) throws IOException {
        boolean faulty = isFaulty();
        if (!faulty || fault == Fault.DELAYS || fault == Fault.FAILS_AFTERWARDS) {
            Path copy = Files.copy(file, file.resolveSibling(file.getFileName() + ".sent"));
            try {
                store.put(key, copy); // As over a network: the file stays where it is.
            } finally {
                Files.deleteIfExists(copy);
            }
            failAfterwards(faulty);
            return;
        }
        byte[] bytes = Files.readAllBytes(file);
        Path half =
                Files.write(file.resolveSibling(file.getFileName() + ".half"), Arrays.copyOf(bytes, bytes.length / 2));
        store.put(key, half);
        if (fault == Fault.TRUNCATES) {
            throw new IOException("the connection broke in the middle (injected)");
        }
    }

    @Override
    public byte[] get(String key, long offset, int length) throws IOException {
        boolean faulty = isFaulty();
        byte[] bytes = store.get(key, offset, length);
        failAfterwards(faulty);
        if (faulty && fault == Fault.TRUNCATES) {
            return Arrays.copyOf(bytes, length / 2);
        }
        if (faulty && fault == Fault.LIES && length > 0) {
            bytes[random.nextInt(length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    @Override
    public OptionalLong size(String key) throws IOException {
        boolean faulty = isFaulty();
        OptionalLong size = store.size(key);
        failAfterwards(faulty);
        boolean wrong = faulty && (fault == Fault.LIES || fault == Fault.TRUNCATES);
        return wrong && size.isPresent() ? OptionalLong.of(size.getAsLong() / 2) : size;
    }

    @Override
    public SortedMap<String, Long> sizes(String prefix) throws IOException {
        boolean faulty = isFaulty();
        SortedMap<String, Long> sizes = new TreeMap<>(store.sizes(prefix));
        failAfterwards(faulty);
        if (faulty && (fault == Fault.LIES || fault == Fault.TRUNCATES) && !sizes.isEmpty()) {
            sizes.pollLastEntry();
        }
        return sizes;
    }

    @Override
    public void delete(String key) throws IOException {
        boolean faulty = isFaulty();
        if (!faulty || fault != Fault.LIES) {
            store.delete(key);
        }
        failAfterwards(faulty);
    }
}
