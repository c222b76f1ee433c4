package org.postern.vault.pack;

import com.github.luben.zstd.ZstdDictTrainer;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.crypto.AEADBadTagException;
import org.jspecify.annotations.Nullable;
import org.postern.vault.VaultException;
import org.postern.vault.key.TenantKeys;

/// The dictionaries of one tenant: trained from its own mail, found again in the packs that use them.
///
/// Trained from what the first pack holds as soon as that is enough, and anew each time the tenant has eight times as
/// many packs. All are kept: a pack holds those that it uses, each twice, so that no pack needs another one and no
/// damage to one place makes more than what it hits unreadable. Safe from any number of threads.
final class Dictionaries {
    private static final int SAMPLE_MAX = 32 << 10;
    private static final long SAMPLES_MIN = 12 << 10;
    private static final long SAMPLES_MAX = 4 << 20;
    private static final int SAMPLES_FOR_A_BYTE = 36;
    private static final int OFTEN = 8;
    private static final int LEVEL = 3;
    private final TenantKeys keys;
    private final Packs packs;
    private final long samples;
    /// Softly: a server with thousands of tenants has not all of them in memory; they are in the packs.
    private final Map<Integer, SoftReference<Dictionary>> known = new ConcurrentHashMap<>();

    private final AtomicBoolean training = new AtomicBoolean();
    private volatile @Nullable Use current;
    private volatile long nextIn; // The number of the pack from which the next one is trained.

    /// What is written with, and a pack that has it.
    private record Use(int id, long pack) {}

    /// What the packs hold.
    interface Packs {
        /// All that a pack lists or, without its list, what is found in it.
        List<PackEntry> entries(Bench bench, long pack) throws IOException;

        /// A tenant's packs that could hold a dictionary which its own pack has lost.
        Set<Long> numbers() throws IOException;

        byte[] frame(Location location) throws IOException;
    }

    Dictionaries(TenantKeys keys, Packs packs, long packSize) {
        this.keys = keys;
        this.packs = packs;
        this.samples = Math.clamp(packSize / 12, SAMPLES_MIN, SAMPLES_MAX);
    }

    /// Whether it is such as dictionaries are made for.
    static boolean isSample(PackEntry entry) {
        return (entry.kind() == ObjectKind.MESSAGE || entry.kind() == ObjectKind.LEAF)
                && entry.plainLength() <= SAMPLE_MAX;
    }

    /// That with which the next objects are compressed; null while there is none. What is written never waits for one
    /// that cannot be read, as when the store far away is away.
    @Nullable
    Dictionary current(Bench bench) {
        Use use = current;
        try {
            return use == null ? null : get(bench, use.id, use.pack);
        } catch (VaultException | IOException unreadable) {
            current = null;
            return null;
        }
    }

    /// Takes up the dictionary that was used last, when a process goes on with a pack or begins the next one.
    void resume(Bench bench, long pack) {
        try {
            for (long number = pack; number >= Math.max(1, pack - 1) && current == null; number--) {
                resumeFrom(bench, number);
            }
        } catch (IOException unreadable) {
            current = null; // Another one is made.
        }
    }

    private void resumeFrom(Bench bench, long pack) throws IOException {
        for (PackEntry entry : entries(bench, pack).reversed()) {
            Dictionary whole = entry.kind() == ObjectKind.DICTIONARY ? read(bench, entry) : null;
            if (whole != null) {
                use(whole, pack);
                return;
            }
        }
    }

    private List<PackEntry> entries(Bench bench, long pack) throws IOException {
        try {
            return packs.entries(bench, pack);
        } catch (VaultException missing) {
            return List.of();
        }
    }

    private void use(Dictionary dictionary, long pack) {
        known.put(dictionary.id(), new SoftReference<>(dictionary));
        current = new Use(dictionary.id(), pack);
        nextIn = dictionary.madeIn() * OFTEN;
    }

    /// None is used any more for what is written, and the next pack trains one.
    void startOver(long nextPack) {
        current = null;
        nextIn = nextPack;
    }

    /// Sees to it that a pack has the dictionary of a frame that is to be appended, before it and twice.
    ///
    /// @param from a pack that has it
    void give(Bench bench, OpenPack pack, int id, long from) throws IOException {
        if (id != 0 && !pack.holds(id)) {
            Frame frame = get(bench, id, from).frame();
            pack.append(frame, 0);
            pack.append(frame, 0);
        }
    }

    /// The dictionary that a frame in `pack` asks for. Throws [VaultException] CORRUPT when no pack has it whole.
    Dictionary get(Bench bench, int id, long pack) throws IOException {
        SoftReference<Dictionary> softly = known.get(id);
        Dictionary there = softly == null ? null : softly.get();
        if (there == null) {
            there = search(bench, id, pack);
            known.put(id, new SoftReference<>(there));
        }
        return there;
    }

    /// Whether a pack has it whole, whatever is in memory.
    boolean isStored(Bench bench, int id, long pack) throws IOException {
        try {
            return search(bench, id, pack).id() == id;
        } catch (VaultException lost) {
            return false;
        }
    }

    private Dictionary search(Bench bench, int id, long pack) throws IOException {
        Dictionary found = searchIn(bench, id, pack);
        for (long other : packs.numbers()) {
            if (found == null && other != pack) {
                found = searchIn(bench, id, other);
            }
        }
        if (found == null) {
            throw new VaultException(
                    VaultException.Kind.CORRUPT,
                    String.format(
                            "Pack %s/%012d.pack is damaged: the dictionary %08x that objects in it were compressed with"
                                    + " is not what was written, and no other pack has it. Put the pack back from a"
                                    + " copy of the vault's packs directory.",
                            keys.tenant(), pack, id));
        }
        return found;
    }

    private @Nullable Dictionary searchIn(Bench bench, int id, long pack) throws IOException {
        for (PackEntry entry : entries(bench, pack)) {
            if (entry.kind() == ObjectKind.DICTIONARY && Dictionary.idOf(entry.name()) == id) {
                Dictionary whole = read(bench, entry);
                if (whole != null) {
                    return whole;
                }
            }
        }
        return null;
    }

    /// Null when it is not what was written.
    private @Nullable Dictionary read(Bench bench, PackEntry entry) throws IOException {
        try {
            byte[] bytes = packs.frame(entry.location());
            Bench.Opened opened = bench.open(keys, ByteBuffer.wrap(bytes));
            FrameHeader header = opened.header();
            if (header.kind() != ObjectKind.DICTIONARY || !header.name().equals(entry.name())) {
                return null;
            }
            Frame frame = new Frame(header.kind(), header.name(), header.plainLength(), 0, bytes, bytes.length);
            return Dictionary.decode(opened.plain(), frame);
        } catch (AEADBadTagException | IllegalArgumentException | VaultException damaged) {
            return null;
        }
    }

    /// Whether a dictionary is to be trained from a pack that holds so much to train from. Whoever is told so must call
    /// [#train]; until that has ended nobody else is.
    boolean isDue(long pack, long smallBytes) {
        return smallBytes >= samples && pack >= nextIn && training.compareAndSet(false, true);
    }

    /// Trains a dictionary from some of what a pack holds, and uses it from now on. When that fails, as with mail that
    /// has nothing in common, another pack will do.
    boolean train(Bench bench, List<PackEntry> entries) {
        long pack = entries.getFirst().location().pack();
        try {
            nextIn = pack + 1;
            List<byte[]> taken = samples(bench, pack, entries);
            int total = taken.stream().mapToInt(sample -> sample.length).sum();
            ZstdDictTrainer trainer = new ZstdDictTrainer(total + 1, Math.max(256, total / SAMPLES_FOR_A_BYTE), LEVEL);
            taken.forEach(trainer::addSample);
            use(sealed(bench, Dictionary.encode(pack, trainer.trainSamples())), pack);
            return true;
        } catch (ZstdException | VaultException | IOException notThisTime) {
            return false; // Too little in common; or what cannot be read, of which who wants it is told.
        } finally {
            training.set(false);
        }
    }

    /// Evenly out of all there are.
    private List<byte[]> samples(Bench bench, long pack, List<PackEntry> entries) throws IOException {
        List<PackEntry> fitting =
                entries.stream().filter(Dictionaries::isSample).toList();
        long all = fitting.stream().mapToLong(PackEntry::plainLength).sum();
        List<byte[]> taken = new ArrayList<>();
        long seen = 0;
        long got = 0;
        for (PackEntry entry : fitting) {
            seen += entry.plainLength();
            if (got < samples && got <= (double) seen / all * samples) {
                byte[] plain = open(bench, pack, entry);
                taken.add(plain);
                got += plain.length;
            }
        }
        return taken;
    }

    private byte[] open(Bench bench, long pack, PackEntry entry) throws IOException {
        try {
            ByteBuffer frame = ByteBuffer.wrap(packs.frame(entry.location()));
            return bench.open(keys, frame, id -> get(bench, id, pack)).plain();
        } catch (AEADBadTagException e) {
            throw new VaultException(VaultException.Kind.CORRUPT, "An object is not what was written.", e);
        }
    }

    /// One whose short name is taken or 0, which chance alone hardly ever brings about, is as one that failed.
    private Dictionary sealed(Bench bench, byte[] plain) {
        ObjectName name = bench.nameOf(keys, ObjectKind.DICTIONARY, plain, 0, plain.length);
        Frame frame = bench.seal(keys, ObjectKind.DICTIONARY, name, plain, 0, plain.length);
        int id = Dictionary.idOf(name);
        if (id == 0 || known.containsKey(id)) {
            throw new VaultException(VaultException.Kind.RETRYABLE, "The dictionary's short name is taken.");
        }
        return Dictionary.decode(plain, frame);
    }
}
