package org.postern.protect.explode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/// A disc image in ISO 9660 (ECMA-119), with Joliet's names where it has them.
final class DiscImage {
    private static final int SECTOR = 2048;
    private static final int MOST_RECORDS = 5_000;

    private record Folder(String path, long at, long length) {}

    private final Bytes bytes;
    private final boolean joliet;
    private final Deque<Folder> waiting = new ArrayDeque<>();
    private final Set<Long> seen = new HashSet<>();
    private int records;

    private DiscImage(Bytes bytes, boolean joliet) {
        this.bytes = bytes;
        this.joliet = joliet;
    }

    static void open(ExplodedFile file, Contents into) {
        Bytes bytes = file.bytes();
        long primary = -1;
        long joliet = -1;
        for (long at = 16L * SECTOR; bytes.has(at + 1, "CD001") && bytes.u8(at) != 255; at += SECTOR) {
            if (bytes.u8(at) == 1 && primary < 0) {
                primary = at;
            } else if (bytes.u8(at) == 2 && bytes.has(at + 88, "%/") && joliet < 0) {
                joliet = at;
            }
        }
        if (primary >= 0 || joliet >= 0) {
            new DiscImage(bytes, joliet >= 0).read(joliet >= 0 ? joliet : primary, into);
        } else {
            into.notOpened("a disc image in another format than ISO 9660");
        }
    }

    private void read(long descriptor, Contents into) {
        add("", descriptor + 156);
        while (!waiting.isEmpty()) {
            Folder folder = waiting.removeFirst();
            long end = folder.at() + folder.length();
            for (long at = folder.at(); at < end && records < MOST_RECORDS; ) {
                int length = bytes.u8(at);
                if (length == 0) {
                    at = (at / SECTOR + 1) * SECTOR; // Records do not cross sectors.
                    continue;
                }
                record(folder.path(), at, into);
                at += length;
            }
        }
    }

    private void add(String path, long at) {
        Folder folder = new Folder(path, bytes.u32(at + 2) * SECTOR, bytes.u32(at + 10));
        if (seen.add(folder.at())) {
            waiting.add(folder);
        }
    }

    private void record(String path, long at, Contents into) {
        records++;
        into.budget().checkTime();
        int nameLength = bytes.u8(at + 32);
        if (nameLength == 1 && bytes.u8(at + 33) <= 1) {
            return; // The folder itself, and the one around it.
        }
        String name = bytes.text(at + 33, nameLength, joliet ? StandardCharsets.UTF_16BE : StandardCharsets.ISO_8859_1);
        int version = name.lastIndexOf(';');
        String full = path + (version > 0 ? name.substring(0, version) : name);
        if ((bytes.u8(at + 25) & 2) != 0) {
            add(full + "/", at);
            return;
        }
        long from = bytes.u32(at + 2) * SECTOR;
        long length = Math.min(bytes.u32(at + 10), bytes.length() - from);
        if (length > into.budget().limits().fileBytes()) {
            into.notOpened("a file larger than one may be in a disc image");
        } else if (length >= 0) {
            into.addCounted(full, bytes.slice(from, length));
        }
    }
}
