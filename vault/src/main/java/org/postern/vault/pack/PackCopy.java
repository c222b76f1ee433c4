package org.postern.vault.pack;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.crypto.AEADBadTagException;
import org.postern.vault.VaultException;
import org.postern.vault.key.TenantKeys;
import org.postern.vault.store.Disk;
import org.postern.vault.store.ObjectStore;

/// A pack in the making that takes objects from others, frame by frame as they are.
///
/// Until [#finish] returns nothing refers to it. What a crash leaves of it is taken up as any pack that grows; all in
/// it is elsewhere too. For one thread.
public final class PackCopy implements AutoCloseable {
    private final Disk disk;
    private final ObjectStore store;
    private final PackReader reader;
    private final TenantKeys keys;
    private final Dictionaries dictionaries;
    private final OpenPack pack;
    private final long fullSize;
    private boolean finished;

    /// A pack that is in the store now.
    public record Made(long number, long bytes) {}

    PackCopy(
            Disk disk,
            ObjectStore store,
            PackReader reader,
            TenantKeys keys,
            Dictionaries dictionaries,
            OpenPack pack,
            long fullSize) {
        this.disk = disk;
        this.store = store;
        this.reader = reader;
        this.keys = keys;
        this.dictionaries = dictionaries;
        this.pack = pack;
        this.fullSize = fullSize;
    }

    /// Whether so much more does not fit well.
    public boolean isFullWith(long bytes, int objects) {
        return !pack.entries().isEmpty()
                && (pack.size() + bytes > fullSize || pack.entries().size() + objects > PackIndex.MAX_ENTRIES);
    }

    /// Copies an object of a finished pack, and the dictionary that it needs. Throws [VaultException] CORRUPT when it
    /// is
    /// not what was written.
    public PackEntry take(Bench bench, PackEntry from) throws IOException {
        Frame frame = frame(bench, from);
        dictionaries.give(bench, pack, frame.dictionary(), from.location().pack());
        return put(frame, from.sequence());
    }

    /// As above, but compressed anew without a dictionary.
    public PackEntry takeAlone(Bench bench, PackEntry from) throws IOException {
        Frame frame = frame(bench, from);
        if (frame.dictionary() == 0) {
            return put(frame, from.sequence());
        }
        byte[] plain = reader.open(bench, from.kind(), from.name(), from.location(), frame.bytes(), dictionaries);
        return put(bench.seal(keys, from.kind(), from.name(), plain, 0, plain.length), from.sequence());
    }

    private Frame frame(Bench bench, PackEntry from) throws IOException {
        byte[] frame = reader.frame(from.location());
        try {
            FrameHeader header = FrameHeader.read(ByteBuffer.wrap(frame)).orElseThrow(AEADBadTagException::new);
            bench.check(keys, ByteBuffer.wrap(frame));
            if (header.kind() != from.kind() || !header.name().equals(from.name())) {
                throw new AEADBadTagException("another object");
            }
            return new Frame(from.kind(), from.name(), from.plainLength(), header.dictionary(), frame, frame.length);
        } catch (AEADBadTagException e) {
            throw new VaultException(
                    VaultException.Kind.CORRUPT,
                    "Pack " + reader.key(from.location().pack()) + " is damaged at byte "
                            + from.location().offset() + ", so it is not rewritten. Put it back from a copy.",
                    e);
        }
    }

    /// Adds an object that was sealed anew.
    public PackEntry put(Frame frame, long sequence) throws IOException {
        return pack.append(frame, sequence);
    }

    /// Ends the pack, reads all of it back, and puts it into the store.
    public Made finish(Bench bench) throws IOException {
        pack.finish(bench);
        long size = pack.size();
        store.put(reader.key(pack.number()), pack.path());
        finished = true;
        disk.delete(pack.path());
        return new Made(pack.number(), size);
    }

    /// Drops a pack that was not finished.
    @Override
    public void close() throws IOException {
        pack.close();
        if (!finished) {
            disk.delete(pack.path());
        }
    }
}
