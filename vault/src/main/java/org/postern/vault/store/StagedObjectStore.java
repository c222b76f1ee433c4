package org.postern.vault.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.locks.ReentrantLock;

/// Puts packs on the local disk at once, and carries them to a store far away in the background.
///
/// So mail is taken in while the far store is slow or away: a pack stays here until the far store has it whole. Which
/// keys that store has is asked once, when this is opened; one process writes below its prefix.
///
/// Failure modes: an upload that fails is tried again for ever, ever less often; a key that is taken by other bytes
/// over there is kept here, and said.
public final class StagedObjectStore implements ObjectStore, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(StagedObjectStore.class.getName());
    private static final Duration WAIT_MAX = Duration.ofMinutes(5);
    private static final int COMPARED = 1 << 20;
    private final LocalObjectStore staged;
    private final ObjectStore far;
    private final Duration firstWait;
    private final ConcurrentSkipListMap<String, Long> inFar = new ConcurrentSkipListMap<>();
    private final ConcurrentSkipListSet<String> waiting = new ConcurrentSkipListSet<>();
    private final Set<String> refused = new HashSet<>(); // The upload thread's own.
    private final ReentrantLock transfer = new ReentrantLock(); // A pack on its way is not deleted.
    private final Thread thread;
    private boolean closing; // Guarded by this.

    /// Asks what both stores hold, and goes on with uploads that a crash broke off.
    ///
    /// @param firstWait before a failed upload is tried again; doubled each time
    public StagedObjectStore(Disk disk, Path directory, ObjectStore far, Duration firstWait) throws IOException {
        this.staged = new LocalObjectStore(disk, directory);
        this.far = far;
        this.firstWait = firstWait;
        inFar.putAll(far.sizes(""));
        waiting.addAll(staged.sizes("").keySet());
        this.thread = Thread.ofPlatform().name("pack-uploads").daemon().start(this::run);
    }

    @Override
    public synchronized void put(String key, Path file) throws IOException {
        if (inFar.containsKey(key) || waiting.contains(key)) {
            throw new FileAlreadyExistsException(key);
        }
        staged.put(key, file);
        waiting.add(key);
        notifyAll();
    }

    @Override
    public byte[] get(String key, long offset, int length) throws IOException {
        if (waiting.contains(key)) {
            try {
                return staged.get(key, offset, length);
            } catch (NoSuchFileException e) {
                return far.get(key, offset, length); // It got there in between.
            }
        }
        return far.get(key, offset, length);
    }

    @Override
    public OptionalLong size(String key) throws IOException {
        OptionalLong here = staged.size(key);
        return here.isPresent() ? here : far.size(key);
    }

    @Override
    public synchronized SortedMap<String, Long> sizes(String prefix) throws IOException {
        SortedMap<String, Long> sizes = new TreeMap<>(inFar.tailMap(prefix, true));
        sizes.putAll(staged.sizes(prefix));
        for (String key : waiting) { // The far store may take the file itself before it says that it has it.
            if (!sizes.containsKey(key) && key.startsWith(prefix)) {
                far.size(key).ifPresent(size -> sizes.put(key, size));
            }
        }
        sizes.keySet().removeIf(key -> !key.startsWith(prefix));
        return sizes;
    }

    @Override
    public void delete(String key) throws IOException {
        transfer.lock();
        try {
            waiting.remove(key);
            staged.delete(key);
            far.delete(key);
            inFar.remove(key);
        } finally {
            transfer.unlock();
        }
    }

    @Override
    public boolean isSettled(String prefix) {
        return waiting.stream().noneMatch(key -> key.startsWith(prefix));
    }

    /// Packs that are on the local disk alone.
    public int waiting() {
        return waiting.size();
    }

    private void run() {
        Duration wait = Duration.ZERO;
        while (await(wait)) {
            wait = uploadAll() ? Duration.ZERO : longer(wait);
        }
    }

    private Duration longer(Duration wait) {
        Duration twice = wait.isZero() ? firstWait : wait.multipliedBy(2);
        return twice.compareTo(WAIT_MAX) < 0 ? twice : WAIT_MAX;
    }

    /// Returns when there is something to upload and `wait` is over; false when closing.
    private synchronized boolean await(Duration wait) {
        long until = System.nanoTime() + wait.toNanos();
        try {
            while (!closing && (nothingWaits() || System.nanoTime() < until)) {
                if (nothingWaits()) {
                    wait();
                } else {
                    wait(1 + Math.max(0, until - System.nanoTime()) / 1_000_000);
                }
            }
        } catch (InterruptedException e) {
            closing = true; // Nobody interrupts this thread but a machine that stops.
        }
        return !closing;
    }

    private boolean nothingWaits() {
        return waiting.stream().allMatch(refused::contains);
    }

    private synchronized boolean isClosing() {
        return closing;
    }

    /// Whether all that could be uploaded was.
    private boolean uploadAll() {
        for (String key : waiting) {
            if (isClosing()) {
                return true;
            }
            if (refused.contains(key)) {
                continue;
            }
            transfer.lock();
            try {
                upload(key);
            } catch (IOException | RuntimeException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Pack {0} could not be carried to the store of packs and waits on the local disk: {1}. It is"
                                + " tried again; make sure that the disk has room until then.",
                        key,
                        e.getMessage());
                return false;
            } finally {
                transfer.unlock();
            }
        }
        return true;
    }

    private void upload(String key) throws IOException {
        OptionalLong size = staged.size(key);
        if (size.isEmpty()) {
            waiting.remove(key); // Deleted meanwhile.
            return;
        }
        try {
            far.put(key, staged.path(key));
        } catch (FileAlreadyExistsException e) {
            if (!isSame(key, size.getAsLong())) {
                refuse(key);
                return;
            }
        }
        OptionalLong there = far.size(key);
        if (!there.equals(size)) {
            throw new IOException("it has " + (there.isPresent() ? there.getAsLong() + " bytes" : "not arrived")
                    + " there and " + size.getAsLong() + " bytes here");
        }
        arrived(key, size.getAsLong());
    }

    private synchronized void arrived(String key, long size) throws IOException {
        inFar.put(key, size);
        staged.delete(key);
        waiting.remove(key);
    }

    /// Whether the far store has these very bytes, such as after a crash between its put and our delete.
    private boolean isSame(String key, long size) throws IOException {
        if (!far.size(key).equals(OptionalLong.of(size))) {
            return false;
        }
        for (long at = 0; at < size; at += COMPARED) {
            int length = (int) Math.min(COMPARED, size - at);
            if (!Arrays.equals(staged.get(key, at, length), far.get(key, at, length))) {
                return false;
            }
        }
        return true;
    }

    private synchronized void refuse(String key) {
        refused.add(key);
        LOG.log(
                System.Logger.Level.ERROR,
                "Pack {0} cannot be carried to the store of packs: other bytes have its name there. Does another vault"
                        + " write below the same prefix? Give each its own. The pack stays on the local disk.",
                key);
    }

    /// Ends after the upload that is under way; the rest goes on when the store is opened again.
    @Override
    public void close() throws IOException {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        ThreadEnd.await(thread);
    }
}
