package org.postern.protect.explode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/// A ZIP archive by its central directory (APPNOTE 4.3.12); by its local headers where that is broken.
final class ZipFile {
    /// @param at where its local header is
    record Entry(String name, boolean encrypted, int method, long packed, long size, long at) {
        boolean isFolder() {
            return name.endsWith("/");
        }
    }

    private static final int MOST_ENTRIES = 5_000;
    private static final Charset OLD_NAMES = Charset.forName("IBM437");
    private static final int STORED = 0;
    private static final int DEFLATED = 8;

    private final Bytes bytes;
    private final List<Entry> entries;

    private ZipFile(Bytes bytes, List<Entry> entries) {
        this.bytes = bytes;
        this.entries = entries;
    }

    static ZipFile of(Bytes bytes) {
        List<Entry> listed = listed(bytes);
        return new ZipFile(bytes, listed.isEmpty() ? found(bytes) : listed);
    }

    /// Of a file that may be one; memoised with the file.
    static Optional<ZipFile> of(ExplodedFile file) {
        return Kinds.zipped(file.kind()) && file.scan("zip directory", own -> of(own.bytes())) instanceof ZipFile zip
                ? Optional.of(zip)
                : Optional.empty();
    }

    List<Entry> entries() {
        return entries;
    }

    boolean isEncrypted() {
        return entries.stream().anyMatch(Entry::encrypted);
    }

    static void open(ExplodedFile file, Contents into) throws IOException {
        ZipFile zip = of(file.bytes());
        for (Entry entry : zip.entries) {
            if (entry.isFolder() || entry.encrypted()) {
                continue; // What is encrypted is told by the archive's own facts.
            }
            try {
                into.add(entry.name(), zip.content(entry, into.budget()));
            } catch (Budget.TooLargeException e) {
                into.notOpened("a file larger than one may be in an archive");
            } catch (MalformedException | IOException broken) {
                if (entry.method() != STORED && entry.method() != DEFLATED) {
                    into.notOpened("a file packed with method " + entry.method() + " in a zip archive");
                }
            }
        }
    }

    /// An entry's content by its name, at most as long as said; empty where it is not there or cannot be read.
    Optional<byte[]> content(String name, Budget budget, int most) {
        for (Entry entry : entries) {
            if (entry.name().equals(name) && !entry.encrypted()) {
                try {
                    return Optional.of(budget.readSome(stream(entry), most));
                } catch (MalformedException | IOException broken) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private byte[] content(Entry entry, Budget budget) throws IOException {
        try (InputStream in = stream(entry)) {
            return budget.read(in);
        }
    }

    private InputStream stream(Entry entry) throws IOException {
        long data = entry.at() + 30 + bytes.u16(entry.at() + 26) + bytes.u16(entry.at() + 28);
        long left = bytes.length() - data;
        if (data > bytes.length()) {
            throw new MalformedException("an entry begins beyond the archive");
        }
        // An archive that was cut short, or whose sizes lie, still gives what is there.
        int length = (int) Math.min(entry.packed() == 0 ? left : entry.packed(), left);
        InputStream packed = new ByteArrayInputStream(bytes.array(), (int) data, length);
        return switch (entry.method()) {
            case STORED -> packed;
            case DEFLATED -> new EndingInflaterStream(packed);
            default -> throw new IOException("packed with method " + entry.method());
        };
    }

    private static List<Entry> listed(Bytes bytes) {
        List<Entry> entries = new ArrayList<>();
        int end = bytes.findLast("PK\u0005\u0006");
        if (end < 0) {
            return entries;
        }
        try {
            long start = bytes.u32(end + 16);
            // A program in front of the archive moves all of it.
            long moved = Math.max(0, end - bytes.u32(end + 12) - start);
            for (long at = start + moved; bytes.has(at, "PK\u0001\u0002") && entries.size() < MOST_ENTRIES; ) {
                entries.add(listedAt(bytes, at, moved));
                at += 46 + bytes.u16(at + 28) + bytes.u16(at + 30) + bytes.u16(at + 32);
            }
        } catch (MalformedException cut) {
            return entries;
        }
        return entries;
    }

    private static Entry listedAt(Bytes bytes, long at, long moved) {
        int flags = bytes.u16(at + 8);
        return new Entry(
                name(bytes, at + 46, bytes.u16(at + 28), flags),
                (flags & 1) != 0,
                bytes.u16(at + 10),
                bytes.u32(at + 20),
                bytes.u32(at + 24),
                bytes.u32(at + 42) + moved);
    }

    private static List<Entry> found(Bytes bytes) {
        List<Entry> entries = new ArrayList<>();
        int at = bytes.find("PK\u0003\u0004", 0);
        while (at >= 0 && entries.size() < MOST_ENTRIES && at + 30 <= bytes.length()) {
            int flags = bytes.u16(at + 6);
            int nameLength = bytes.u16(at + 26);
            if (at + 30 + nameLength > bytes.length()) {
                break;
            }
            entries.add(new Entry(
                    name(bytes, at + 30, nameLength, flags),
                    (flags & 1) != 0,
                    bytes.u16(at + 8),
                    bytes.u32(at + 18),
                    bytes.u32(at + 22),
                    at));
            at = bytes.find("PK\u0003\u0004", at + 30L + nameLength);
        }
        return entries;
    }

    /// Bit 11: the name is in UTF-8.
    private static String name(Bytes bytes, long at, int length, int flags) {
        return bytes.text(at, length, (flags & 1 << 11) != 0 ? StandardCharsets.UTF_8 : OLD_NAMES);
    }

    /// Inflates raw deflate, and gives its native memory back when it ends.
    private static final class EndingInflaterStream extends InflaterInputStream {
        EndingInflaterStream(InputStream in) {
            super(in, new Inflater(true), 8 << 10);
        }

        @Override
        public void close() throws IOException {
            super.close();
            inf.end();
        }
    }

    static @Nullable Object facts(ExplodedFile file) {
        return of(file).map(
                        zip -> new Facts(zip.entries.stream().map(Entry::name).toList(), zip.isEncrypted()))
                .orElse(null);
    }

    /// What rules see of an archive.
    record Facts(List<String> paths, boolean encrypted) {}
}
