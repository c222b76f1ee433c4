package org.postern.vault.pack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postern.vault.key.TenantKeys;
import org.postern.vault.store.Disk;
import org.postern.vault.store.ObjectStore;

/// All packs of one tenant: one that grows, and the finished ones in the store. Safe from any number of threads.
public final class TenantPacks implements AutoCloseable {
    private final Disk disk;
    private final ObjectStore store;
    private final OpenDirectory openDirectory;
    private final TenantKeys keys;
    private final long packSize;
    private final PackReader reader;
    private final NameFilter names = new NameFilter();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Long, OpenPack> open = new ConcurrentHashMap<>();
    private final Map<ObjectName, PackEntry> unregistered = new ConcurrentHashMap<>();
    private final SortedMap<Long, Long> finished = new TreeMap<>(); // With their sizes.
    private @Nullable OpenPack current;
    private long nextNumber = 1;
    private final AtomicLong epoch = new AtomicLong();
    private boolean closed; // Guarded by the lock.
    private final ObjectReads reads;
    private final Dictionaries dictionaries;
    private boolean resumed; // Guarded by the lock.

    public TenantPacks(Disk disk, ObjectStore store, Path openDirectory, TenantKeys keys, long packSize) {
        this.disk = disk;
        this.store = store;
        this.openDirectory = new OpenDirectory(disk, openDirectory, keys.tenant());
        this.keys = keys;
        this.packSize = packSize;
        this.reader = new PackReader(store, keys);
        this.reads = new ObjectReads(reader, open, this);
        this.dictionaries = new Dictionaries(keys, reads, packSize);
    }

    public TenantKeys keys() {
        return keys;
    }

    /// Grows by one whenever appended objects may have been lost: who appended before must append again.
    public long epoch() {
        return epoch.get();
    }

    /// Where an object lies now, to ask when the pack it lay in is gone.
    public void places(Function<ObjectName, Optional<Location>> now) {
        reads.places(now);
    }

    /// Objects that were there are gone: who meant to refer to them must append them again.
    public void startOver() {
        epoch.incrementAndGet();
    }

    /// The finished packs in the store, by their numbers, with their sizes.
    public SortedMap<Long, Long> finishedPacks() throws IOException {
        SortedMap<Long, Long> packs = new TreeMap<>();
        String prefix = keys.tenant().value() + "/";
        for (Map.Entry<String, Long> entry : store.sizes(prefix).entrySet()) {
            String name = entry.getKey().substring(prefix.length());
            if (name.matches("[0-9]{12}\\.pack")) {
                packs.put(Long.parseLong(name.substring(0, 12)), entry.getValue());
            }
        }
        return packs;
    }

    /// The objects of the packs that still grow, by the packs' numbers.
    public Map<Long, List<PackEntry>> openEntries(Bench bench) throws IOException {
        Map<Long, List<PackEntry>> entries = new HashMap<>();
        for (long number : List.copyOf(open.keySet())) {
            openEntries(number, bench).ifPresent(held -> entries.put(number, held));
        }
        return entries;
    }

    Optional<List<PackEntry>> openEntries(long number, Bench bench) throws IOException {
        lock.lock();
        try {
            OpenPack pack = open.get(number);
            if (pack == null) {
                return Optional.empty();
            }
            pack.readAll(bench);
            return Optional.of(List.copyOf(pack.entries()));
        } finally {
            lock.unlock();
        }
    }

    Dictionaries dictionaries() {
        return dictionaries;
    }

    /// The lines of a finished pack's index.
    public List<PackEntry> index(long number, Bench bench) throws IOException {
        return reader.index(number, bench).entries();
    }

    /// All that is whole in a finished pack; a `VaultException` CORRUPT when that is nothing, or the pack is another.
    public List<PackEntry> scan(long number, Bench bench) throws IOException {
        return reader.scan(number, bench);
    }

    /// Opens the packs that were not finished, the last of them to be appended to, and returns what they hold that the
    /// catalog may not know.
    ///
    /// @param inStore the finished packs
    /// @param applied the last change that the catalog has
    /// @param known how many bytes of each such pack the catalog knows all about
    public List<PackEntry> recover(SortedMap<Long, Long> inStore, long applied, Map<Long, Long> known, Bench bench)
            throws IOException {
        inStore.keySet().forEach(this::skipNumber);
        List<PackEntry> found = new ArrayList<>();
        for (Map.Entry<Long, Path> there : openDirectory.packs().entrySet()) {
            long number = there.getKey();
            if (inStore.containsKey(number)) {
                disk.delete(there.getValue()); // The crash came between the put into the store and this.
                continue;
            }
            long trusted = known.getOrDefault(number, 0L);
            OpenPack pack = OpenPack.recover(disk, keys, number, there.getValue(), bench, applied, trusted);
            open.put(pack.number(), pack);
            nextNumber = Math.max(nextNumber, pack.number() + 1);
            current = pack;
            found.addAll(pack.entries());
        }
        return found;
    }

    /// Never uses this pack number again, such as that of a pack which the catalog knows and the store has lost.
    public void skipNumber(long number) {
        nextNumber = Math.max(nextNumber, number + 1);
    }

    /// The names of what is there; those appended are added here, all others are to be.
    public NameFilter names() {
        return names;
    }

    /// False when the tenant certainly has no such object.
    public boolean mayHold(ObjectName name) {
        return names.mayHold(name);
    }

    /// Where an object is that was appended and is not in the catalog yet.
    public Optional<PackEntry> unregistered(ObjectName name) {
        return Optional.ofNullable(unregistered.get(name));
    }

    /// Appends an object; where it is already when it is. Durable only with the next [#commit].
    public PackEntry append(Bench bench, Frame frame) throws IOException {
        lock.lock();
        try {
            PackEntry known = unregistered.get(frame.name());
            if (known != null) {
                return known;
            }
            PackEntry entry = append(writable(bench), bench, frame);
            names.add(frame.name());
            unregistered.put(frame.name(), entry);
            return entry;
        } finally {
            retireBroken();
            lock.unlock();
        }
    }

    private PackEntry append(OpenPack pack, Bench bench, Frame frame) throws IOException {
        if (!resumed) {
            resumed = true;
            dictionaries.resume(bench, pack.number());
        }
        dictionaries.give(bench, pack, frame.dictionary(), pack.number());
        return pack.append(frame, 0);
    }

    /// Compresses where it helps, with what the tenant's mail has in common, and seals.
    public Frame seal(Bench bench, ObjectKind kind, ObjectName name, byte[] plain, int offset, int length) {
        return bench.seal(keys, kind, name, plain, offset, length, dictionaries.current(bench));
    }

    /// Finds out what the tenant's mail has in common, when there is enough of it. To be called now and then.
    public void learn(Benches benches) {
        List<PackEntry> samples = List.of();
        lock.lock();
        try {
            if (current != null && dictionaries.isDue(current.number(), current.smallBytes())) {
                samples = List.copyOf(current.entries());
            }
        } finally {
            lock.unlock();
        }
        List<PackEntry> entries = samples;
        benches.use(bench -> !entries.isEmpty() && dictionaries.train(bench, entries));
    }

    /// Forces out all that was appended, together with the given change objects; what it returns must then be
    /// registered in the catalog. When it throws, none of the changes took effect.
    ///
    /// @param changes each sealed change by its sequence, in order
    /// @param expectedEpoch that in which all they refer to was appended
    public Durable commit(Bench bench, SortedMap<Long, Frame> changes, long expectedEpoch) throws IOException {
        lock.lock();
        try {
            if (epoch.get() != expectedEpoch) {
                throw new IOException("what was appended before was lost by a failure of the disk");
            }
            List<PackEntry> entries = new ArrayList<>();
            for (Map.Entry<Long, Frame> change : changes.entrySet()) {
                entries.add(writable(bench).append(change.getValue(), change.getKey()));
            }
            if (current != null) {
                current.force();
            }
            Map<Long, Long> sizes = new HashMap<>();
            open.forEach((number, pack) -> sizes.put(number, pack.size()));
            Durable durable = new Durable(List.copyOf(unregistered.values()), entries, new TreeMap<>(finished), sizes);
            finished.clear();
            return durable;
        } finally {
            retireBroken();
            lock.unlock();
        }
    }

    /// These objects are in the catalog now.
    public void registered(List<PackEntry> objects) {
        objects.forEach(entry -> unregistered.remove(entry.name(), entry));
    }

    private OpenPack writable(Bench bench) throws IOException {
        requireOpen();
        if (current != null) {
            current.readAll(bench);
            if (current.isFull(packSize)) {
                finish(current, bench);
            }
        }
        if (current == null) {
            current = openDirectory.create(keys, nextNumber);
            open.put(nextNumber, current);
            nextNumber++;
        }
        return current;
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("the packs of tenant " + keys.tenant() + " are closed");
        }
    }

    private void finish(OpenPack pack, Bench bench) throws IOException {
        pack.finish(bench);
        long size = pack.size();
        store.put(reader.key(pack.number()), pack.path());
        current = null;
        finished.put(pack.number(), size);
        open.remove(pack.number());
        disk.delete(pack.path());
        pack.close();
    }

    /// The pack that grows, if there is one.
    public Optional<Long> openNumber() {
        lock.lock();
        try {
            return Optional.ofNullable(current).map(OpenPack::number);
        } finally {
            lock.unlock();
        }
    }

    /// Closes the pack that grows, when it holds anything and all in it is registered, and returns its number and size;
    /// the caller notes it in the catalog.
    public Optional<PackCopy.Made> closeOpen(Bench bench) throws IOException {
        lock.lock();
        try {
            OpenPack pack = current;
            if (pack == null || !isSettled(pack.number())) {
                return Optional.empty();
            }
            pack.readAll(bench); // What was there when the vault was opened is not read before it is needed.
            if (pack.entries().isEmpty()) {
                return Optional.empty();
            }
            finish(pack, bench);
            finished.remove(pack.number());
            return Optional.of(new PackCopy.Made(pack.number(), pack.size()));
        } finally {
            retireBroken();
            lock.unlock();
        }
    }

    /// Whether the catalog was told of all objects in this pack, and of the pack if it is finished.
    public boolean isSettled(long number) {
        lock.lock();
        try {
            return !finished.containsKey(number)
                    && unregistered.values().stream()
                            .noneMatch(entry -> entry.location().pack() == number);
        } finally {
            lock.unlock();
        }
    }

    /// What is written from now on uses no dictionary that is older.
    public void forgetDictionaries() {
        lock.lock();
        try {
            resumed = true;
            dictionaries.startOver(nextNumber);
        } finally {
            lock.unlock();
        }
    }

    public PackAudit audit() {
        return new PackAudit(store, keys, dictionaries);
    }

    /// Begins a pack that takes objects from others.
    public PackCopy copy() throws IOException {
        lock.lock();
        try {
            requireOpen();
            OpenPack pack = openDirectory.create(keys, nextNumber++);
            return new PackCopy(disk, store, reader, keys, dictionaries, pack, packSize);
        } finally {
            lock.unlock();
        }
    }

    /// Whether all finished packs are where they are to stay, none on its way to a store far away.
    public boolean areInPlace() {
        return store.isSettled(keys.tenant().value() + "/");
    }

    /// Deletes a finished pack that nothing refers to. Throws `AccessDeniedException` when a lock of the store keeps
    /// it.
    public void delete(long number) throws IOException {
        store.delete(reader.key(number));
    }

    /// A pack whose end is in doubt is kept for reading; the next append begins another.
    private void retireBroken() {
        OpenPack pack = current;
        if (pack == null || !pack.isBroken()) {
            return;
        }
        current = null;
        try {
            if (pack.isLost()) {
                throw new IOException("forcing out failed before");
            }
            pack.force();
        } catch (IOException e) {
            unregistered.values().removeIf(entry -> entry.location().pack() == pack.number());
            epoch.incrementAndGet(); // Every writer that appended to it hears of it by the failure of its commit.
        }
    }

    /// The bytes of an object. Throws [VaultException] CORRUPT when they are not what was written.
    public byte[] read(Benches benches, ObjectKind kind, ObjectName name, Location location) throws IOException {
        return reads.read(benches, kind, name, location);
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            closed = true;
            for (OpenPack pack : open.values()) {
                pack.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
