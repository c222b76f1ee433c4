package org.postern.protect.explode;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A compound file (MS-CFB): the folders and streams that old Office documents and Outlook's messages are made of.
final class CompoundFile {
    /// @param path the names of the folders around it and its own, with `/` between
    record Stream(String path, long start, long size) {
        String name() {
            return path.substring(path.lastIndexOf('/') + 1);
        }

        String folder() {
            return path.substring(0, Math.max(0, path.lastIndexOf('/')));
        }
    }

    static final String MAGIC = "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1";

    private static final long LAST_REAL_SECTOR = 0xFFFFFFFAL;
    private static final int MOST_ENTRIES = 10_000;
    private static final int ENTRY = 128;

    private record Waiting(String path, long entry) {}

    private final Bytes bytes;
    private final int sectorSize;
    private final int miniSize;
    private final long miniCutoff;
    private final List<Long> fatSectors = new ArrayList<>();
    private final Bytes miniFat;
    private final Bytes miniContent;
    private final List<Stream> streams = new ArrayList<>();

    private CompoundFile(Bytes bytes) {
        this.bytes = bytes;
        if (!bytes.has(0, MAGIC)) {
            throw new MalformedException("no compound file");
        }
        this.sectorSize = 1 << Math.clamp(bytes.u16(30), 7, 16);
        this.miniSize = 1 << Math.clamp(bytes.u16(32), 4, 12);
        this.miniCutoff = bytes.u32(56);
        readFatSectors();
        this.miniFat = new Bytes(chain(bytes.u32(60), bytes.length()));
        Bytes directory = new Bytes(chain(bytes.u32(48), (long) MOST_ENTRIES * ENTRY));
        this.miniContent = new Bytes(chain(directory.u32(116), directory.u32(120)));
        readDirectory(directory);
    }

    static CompoundFile of(Bytes bytes) {
        return new CompoundFile(bytes);
    }

    /// Of a file that is one; memoised with the file.
    static Optional<CompoundFile> of(ExplodedFile file) {
        return file.is("doc", "xls", "ppt", "ole", "msg")
                        && file.scan("compound file", own -> of(own.bytes())) instanceof CompoundFile compound
                ? Optional.of(compound)
                : Optional.empty();
    }

    List<Stream> streams() {
        return streams;
    }

    /// The first stream with this path, or with a path that ends with it behind a `/`; names in any case.
    Optional<Stream> find(String path) {
        return streams.stream()
                .filter(stream -> ("/" + stream.path())
                        .regionMatches(
                                true, 1 + stream.path().length() - path.length() - 1, "/" + path, 0, path.length() + 1))
                .findFirst();
    }

    /// A stream's bytes, at most as many as said.
    byte[] read(Stream stream, long most) {
        long size = Math.min(stream.size(), most);
        return stream.size() < miniCutoff ? miniChain(stream.start(), size) : chain(stream.start(), size);
    }

    private void readFatSectors() {
        for (int index = 0; index < 109; index++) {
            addFatSector(bytes.u32(76 + 4L * index));
        }
        long next = bytes.u32(68);
        int most = bytes.length() / sectorSize;
        for (int count = 0; next < LAST_REAL_SECTOR && count < most; count++) {
            long at = sector(next);
            for (int index = 0; index < sectorSize / 4 - 1; index++) {
                addFatSector(bytes.u32(at + 4L * index));
            }
            next = bytes.u32(at + sectorSize - 4);
        }
    }

    private void addFatSector(long sector) {
        if (sector < LAST_REAL_SECTOR && fatSectors.size() <= bytes.length() / sectorSize) {
            fatSectors.add(sector);
        }
    }

    private long sector(long number) {
        return (number + 1) * sectorSize;
    }

    private long next(long number) {
        int perSector = sectorSize / 4;
        int index = (int) Math.min(number / perSector, Integer.MAX_VALUE);
        if (index >= fatSectors.size()) {
            throw new MalformedException("a sector that the allocation table does not know");
        }
        return bytes.u32(sector(fatSectors.get(index)) + 4 * (number % perSector));
    }

    /// The bytes of a chain of sectors; a chain that breaks, or bites its tail, ends there.
    private byte[] chain(long first, long most) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long number = first;
        while (number < LAST_REAL_SECTOR && out.size() < most && out.size() <= bytes.length()) {
            long at = sector(number);
            int length = (int) Math.min(Math.min(sectorSize, most - out.size()), bytes.length() - at);
            if (length <= 0) {
                break;
            }
            out.write(bytes.array(), (int) at, length);
            if (number / (sectorSize / 4) >= fatSectors.size()) {
                break;
            }
            number = next(number);
        }
        return out.toByteArray();
    }

    private byte[] miniChain(long first, long size) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long number = first;
        while (number < LAST_REAL_SECTOR && out.size() < size) {
            long at = number * miniSize;
            int length = (int) Math.min(Math.min(miniSize, size - out.size()), miniContent.length() - at);
            if (length <= 0 || 4 * number + 4 > miniFat.length()) {
                break;
            }
            out.write(miniContent.array(), (int) at, length);
            number = miniFat.u32(4 * number);
        }
        return out.toByteArray();
    }

    private void readDirectory(Bytes directory) {
        Deque<Waiting> waiting = new ArrayDeque<>();
        waiting.add(new Waiting("", directory.u32(76)));
        Set<Long> seen = new HashSet<>();
        while (!waiting.isEmpty()) {
            Waiting entry = waiting.removeLast();
            long at = entry.entry() * ENTRY;
            if (at + ENTRY > directory.length() || !seen.add(entry.entry())) {
                continue;
            }
            waiting.add(new Waiting(entry.path(), directory.u32(at + 68)));
            waiting.add(new Waiting(entry.path(), directory.u32(at + 72)));
            int nameLength = Math.clamp(directory.u16(at + 64) - 2, 0, 62);
            String name = directory.text(at, nameLength, StandardCharsets.UTF_16LE);
            String path = entry.path().isEmpty() ? name : entry.path() + "/" + name;
            switch (directory.u8(at + 66)) {
                case 1 -> waiting.add(new Waiting(path, directory.u32(at + 76)));
                case 2 -> streams.add(new Stream(path, directory.u32(at + 116), directory.u32(at + 120)));
                default -> {}
            }
        }
    }

    /// Whether a folder or stream with this name stands anywhere in it.
    boolean hasAny(String... names) {
        return streams.stream()
                .anyMatch(stream -> Arrays.asList(stream.path().split("/", -1)).stream()
                        .anyMatch(part -> Arrays.asList(names).contains(part)));
    }
}
