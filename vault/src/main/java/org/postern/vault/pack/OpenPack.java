package org.postern.vault.pack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.crypto.AEADBadTagException;
import org.postern.vault.VaultException;
import org.postern.vault.key.TenantKeys;
import org.postern.vault.store.Disk;
import org.postern.vault.store.DiskFile;

/// A pack that still grows: frames are appended, forced out at commits, and at last closed with an index.
///
/// Invariant: the file's first `size` bytes are whole frames; what a failed write left behind them is cut off, and
/// when even that fails the pack is not appended to again. Guarded by its owner's lock, but for [#read].
final class OpenPack implements AutoCloseable {
    private final TenantKeys keys;
    private final long number;
    private final Path path;
    private final DiskFile file;
    private final List<PackEntry> entries = new ArrayList<>();
    private final Set<Integer> dictionaries = new HashSet<>();
    private long smallBytes;
    private long size;
    private long unread; // Up to here, when it is not 0, what the pack holds is known to the catalog and not read yet.
    private boolean old; // Of a format without dictionaries.
    private boolean broken;
    private boolean lost;

    private OpenPack(TenantKeys keys, long number, Path path, DiskFile file) {
        this.keys = keys;
        this.number = number;
        this.path = path;
        this.file = file;
    }

    static OpenPack create(Disk disk, TenantKeys keys, long number, Path path) throws IOException {
        OpenPack pack = new OpenPack(keys, number, path, disk.open(path));
        try {
            byte[] header = PackEnvelope.header(keys.tenant(), number);
            pack.file.write(ByteBuffer.wrap(header), 0);
            pack.file.truncate(header.length);
            pack.size = header.length;
            return pack;
        } catch (IOException e) {
            pack.close();
            throw e;
        }
    }

    /// Opens what a process left behind and cuts off what is no whole frame at its end.
    ///
    /// @param applied the last change that the catalog has; 0 when it has none
    /// @param known how many of its bytes the catalog knows all about; their list is made only when it is needed
    static OpenPack recover(Disk disk, TenantKeys keys, long number, Path path, Bench bench, long applied, long known)
            throws IOException {
        OpenPack pack = new OpenPack(keys, number, path, disk.open(path));
        try {
            pack.readHeader();
            if (!pack.scanBehind(known, bench, applied)) {
                pack.size = pack.scan(bench, applied);
            }
            pack.file.truncate(pack.size);
            pack.file.force();
            return pack;
        } catch (IOException | VaultException e) {
            pack.close();
            throw e;
        }
    }

    private void readHeader() throws IOException {
        byte[] begins = bytes(0, (int) Math.min(file.size(), PackEnvelope.headerLength(keys.tenant())));
        old = PackEnvelope.isOld(begins, keys.tenant(), number);
        if (PackEnvelope.isNewer(begins, keys.tenant(), number)) {
            throw new VaultException(
                    VaultException.Kind.PERMANENT,
                    "Pack " + path + " was written by a newer version of Postern. Use that one; nothing was changed.");
        }
    }

    /// Reads only what the catalog does not know; false when that is not all whole frames, so that nothing is sure.
    private boolean scanBehind(long known, Bench bench, long applied) throws IOException {
        long end = file.size();
        if (known < PackEnvelope.headerLength(keys.tenant()) || end < known) {
            return false;
        }
        List<PackEntry> found = new ArrayList<>();
        if (new PackScan(this::bytes, end, keys, number, bench, applied).run(found, known) != end) {
            return false;
        }
        addAll(0, found);
        size = end;
        unread = known;
        return true;
    }

    /// Reads what [#recover] left unread: what is not whole there is no entry of this pack.
    void readAll(Bench bench) throws IOException {
        if (unread > 0) {
            List<PackEntry> found = new ArrayList<>();
            new PackScan(this::bytes, unread, keys, number, bench, 0).run(found);
            addAll(0, found);
            unread = 0;
        }
    }

    private void addAll(int at, List<PackEntry> found) {
        entries.addAll(at, found);
        found.forEach(this::count);
    }

    private void count(PackEntry entry) {
        if (entry.kind() == ObjectKind.DICTIONARY) {
            dictionaries.add(Dictionary.idOf(entry.name()));
        } else if (Dictionaries.isSample(entry)) {
            smallBytes += entry.plainLength();
        }
    }

    /// A file that does not even have its header holds nothing that was acknowledged, and gets one.
    private long scan(Bench bench, long applied) throws IOException {
        byte[] header = PackEnvelope.header(keys.tenant(), number);
        long end = file.size();
        if (end < header.length) {
            file.write(ByteBuffer.wrap(header), 0);
            return header.length;
        }
        List<PackEntry> found = new ArrayList<>();
        long whole = new PackScan(this::bytes, end, keys, number, bench, applied)
                .selfContained()
                .run(found);
        addAll(0, found);
        return whole;
    }

    long number() {
        return number;
    }

    Path path() {
        return path;
    }

    long size() {
        return size;
    }

    /// All that it holds once [#readAll] has run; before, what was found behind what the catalog knows.
    List<PackEntry> entries() {
        return entries;
    }

    /// Whether it is to be finished; also one that began before there were dictionaries, since it must not get one.
    boolean isFull(long fullSize) {
        return old || size >= fullSize || entries.size() >= PackIndex.MAX_ENTRIES;
    }

    boolean holds(int dictionary) {
        return dictionaries.contains(dictionary);
    }

    /// Bytes before compression of what dictionaries are trained from.
    long smallBytes() {
        return smallBytes;
    }

    /// Whether a failed write left something that could not be cut off.
    boolean isBroken() {
        return broken;
    }

    /// Whether forcing out failed once. A later success would prove nothing: the kernel reports a lost page only once.
    boolean isLost() {
        return lost;
    }

    PackEntry append(Frame frame, long sequence) throws IOException {
        PackEntry entry = new PackEntry(
                frame.kind(), frame.name(), new Location(number, size, frame.length()), frame.plainLength(), sequence);
        write(ByteBuffer.wrap(frame.bytes(), 0, frame.length()));
        entries.add(entry);
        count(entry);
        return entry;
    }

    private void write(ByteBuffer bytes) throws IOException {
        int length = bytes.remaining();
        try {
            file.write(bytes, size);
        } catch (IOException e) {
            cutOff(e);
            throw e;
        }
        size += length;
    }

    private void cutOff(IOException cause) {
        try {
            file.truncate(size);
        } catch (IOException e) {
            cause.addSuppressed(e);
            broken = true;
        }
    }

    /// Forces out all that was appended. When it fails, what was appended since the last success may be lost.
    void force() throws IOException {
        try {
            file.force();
        } catch (IOException e) {
            broken = true;
            lost = true;
            throw e;
        }
    }

    /// Writes index and trailer, forces them out, and reads everything back. The pack can then go to the store; when
    /// this throws, it is as it was.
    void finish(Bench bench) throws IOException {
        long end = size;
        try {
            byte[] plain = new PackIndex(number, entries).encode();
            ObjectName name = bench.nameOf(keys, ObjectKind.FOOTER, plain, 0, plain.length);
            Frame footer = bench.seal(keys, ObjectKind.FOOTER, name, plain, 0, plain.length);
            write(ByteBuffer.wrap(footer.bytes(), 0, footer.length()));
            write(ByteBuffer.wrap(
                    PackEnvelope.trailer(new PackEnvelope.Trailer(end, footer.length(), entries.size()))));
            force();
            verify(bench, end, footer.length());
        } catch (IOException e) {
            size = end;
            cutOff(e);
            throw e;
        }
    }

    private void verify(Bench bench, long footerOffset, int footerLength) throws IOException {
        try {
            for (PackEntry entry : entries) {
                bench.check(keys, ByteBuffer.wrap(read(entry.location())));
            }
            byte[] footer = bench.open(keys, ByteBuffer.wrap(bytes(footerOffset, footerLength)))
                    .plain();
            if (PackIndex.decode(footer).entries().size() != entries.size()) {
                broken = true;
                throw new IOException("Pack " + path + " has another index than was written: the disk or the memory of"
                        + " this machine is at fault.");
            }
        } catch (AEADBadTagException | IllegalArgumentException e) {
            broken = true; // What it holds is kept for reading, as far as it can be; the next append begins another
            // pack.
            throw new IOException(
                    "Pack " + path + " does not read back as it was written: the disk or the memory of this machine is"
                            + " at fault.",
                    e);
        }
    }

    /// The frame at a place; safe from any thread.
    byte[] read(Location location) throws IOException {
        return bytes(location.offset(), location.length());
    }

    private byte[] bytes(long offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        file.read(ByteBuffer.wrap(bytes), offset);
        return bytes;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
