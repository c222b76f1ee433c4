package org.postern.vault.pack;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import javax.crypto.AEADBadTagException;
import org.postern.vault.VaultException;
import org.postern.vault.key.TenantKeys;
import org.postern.vault.store.ObjectStore;

/// Reads the finished packs of one tenant, and says exactly what is damaged.
final class PackReader {
    private static final String MEND = " Put the pack back from a copy of the vault's packs directory. All other packs"
            + " stay readable; what this one held is otherwise lost.";
    private final ObjectStore store;
    private final TenantKeys keys;

    PackReader(ObjectStore store, TenantKeys keys) {
        this.store = store;
        this.keys = keys;
    }

    String key(long number) {
        return keys.tenant().value() + "/" + String.format("%012d.pack", number);
    }

    byte[] frame(Location location) throws IOException {
        String key = key(location.pack());
        try {
            return store.get(key, location.offset(), location.length());
        } catch (NoSuchFileException e) {
            throw new VaultException(VaultException.Kind.CORRUPT, "Pack " + key + " is missing." + MEND, e);
        } catch (EOFException e) {
            throw new VaultException(
                    VaultException.Kind.CORRUPT,
                    "Pack " + key + " is cut short: it ends before byte " + (location.offset() + location.length())
                            + "." + MEND,
                    e);
        }
    }

    /// The index of a finished pack, by its last bytes alone.
    PackIndex index(long number, Bench bench) throws IOException {
        String key = key(number);
        OptionalLong size = store.size(key);
        if (size.isEmpty()) {
            throw new VaultException(VaultException.Kind.CORRUPT, "Pack " + key + " is missing." + MEND);
        }
        long end = size.getAsLong() - PackEnvelope.TRAILER;
        if (end < 0) {
            throw damaged(key, "it is cut short", null);
        }
        PackEnvelope.Trailer trailer = PackEnvelope.readTrailer(store.get(key, end, PackEnvelope.TRAILER))
                .orElseThrow(() -> damaged(key, "its trailer is not what was written (it may be cut short)", null));
        if (trailer.footerOffset() + trailer.footerLength() != end) {
            throw damaged(key, "its trailer does not fit its length", null);
        }
        return footer(number, bench, store.get(key, trailer.footerOffset(), trailer.footerLength()));
    }

    /// Finds what it can in a pack whose index is damaged. All of it was whole when the pack was finished, so that
    /// changes behind a hole are taken too.
    List<PackEntry> scan(long number, Bench bench) throws IOException {
        String key = key(number);
        long size = store.size(key)
                .orElseThrow(
                        () -> new VaultException(VaultException.Kind.CORRUPT, "Pack " + key + " is missing." + MEND));
        int header = PackEnvelope.headerLength(keys.tenant());
        byte[] begins = size < header ? new byte[0] : store.get(key, 0, header);
        if (PackEnvelope.isOfAnother(begins, keys.tenant(), number)) {
            throw damaged(key, "it is another pack", null);
        }
        List<PackEntry> found = new ArrayList<>();
        new PackScan(new Window(key, size)::at, size, keys, number, bench, 0).run(found);
        if (found.isEmpty()) {
            throw damaged(key, "its index is not what was written, and no object of this tenant is in it", null);
        }
        return found;
    }

    /// A stretch of a pack kept in memory, so that a scan asks the store seldom.
    private final class Window {
        private static final int BYTES = 4 << 20;
        private final String key;
        private final long size;
        private byte[] bytes = new byte[0];
        private long start;

        Window(String key, long size) {
            this.key = key;
            this.size = size;
        }

        byte[] at(long offset, int length) throws IOException {
            if (offset < start || offset + length > start + bytes.length) {
                int more = (int) Math.min(size - offset, Math.max(length, BYTES));
                bytes = store.get(key, offset, more);
                start = offset;
            }
            int from = (int) (offset - start);
            return Arrays.copyOfRange(bytes, from, from + length);
        }
    }

    private PackIndex footer(long number, Bench bench, byte[] frame) {
        String key = key(number);
        try {
            Bench.Opened footer = bench.open(keys, ByteBuffer.wrap(frame));
            PackIndex index = PackIndex.decode(footer.plain());
            if (footer.header().kind() != ObjectKind.FOOTER || index.number() != number) {
                throw damaged(key, "its index is that of another pack", null);
            }
            return index;
        } catch (AEADBadTagException | IllegalArgumentException e) {
            throw damaged(key, "its index is not what was written", e);
        }
    }

    /// The plaintext of one object. Throws [VaultException] CORRUPT when it is not what was written.
    byte[] open(
            Bench bench, ObjectKind kind, ObjectName name, Location location, byte[] frame, Dictionaries dictionaries)
            throws IOException {
        String key = key(location.pack());
        try {
            Bench.Opened opened =
                    bench.open(keys, ByteBuffer.wrap(frame), id -> dictionaries.get(bench, id, location.pack()));
            if (opened.header().kind() == kind && opened.header().name().equals(name)) {
                return opened.plain();
            }
            throw damaged(key, "object " + name + " at byte " + location.offset() + " is another object", null);
        } catch (AEADBadTagException e) {
            throw damaged(key, "object " + name + " at byte " + location.offset() + " is not what was written", e);
        }
    }

    private static VaultException damaged(String key, String what, @org.jspecify.annotations.Nullable Exception cause) {
        String message = "Pack " + key + " is damaged: " + what + "." + MEND;
        return cause == null
                ? new VaultException(VaultException.Kind.CORRUPT, message)
                : new VaultException(VaultException.Kind.CORRUPT, message, cause);
    }
}
