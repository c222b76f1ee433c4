package org.postern.protect.explode;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The source of a document's macros (MS-OVBA).
final class Vba {
    record Module(String name, String source) {}

    private static final int LONGEST_SOURCE = 4 << 20;
    private static final int MOST_MODULES = 200;
    private static final int PROJECT_VERSION = 0x09;
    private static final int STREAM_NAME = 0x1A;
    private static final int TEXT_OFFSET = 0x31;

    private Vba() {}

    static List<Module> modules(CompoundFile file, Budget budget) {
        List<Module> modules = new ArrayList<>();
        for (CompoundFile.Stream directory : file.streams()) {
            if (directory.name().equalsIgnoreCase("dir") && modules.size() < MOST_MODULES) {
                try {
                    read(file, directory, modules, budget);
                } catch (MalformedException broken) {
                    budget.checkTime();
                }
            }
        }
        if (modules.isEmpty()) {
            search(file, modules, budget);
        }
        return modules;
    }

    private static void read(CompoundFile file, CompoundFile.Stream directory, List<Module> modules, Budget budget) {
        Bytes records = new Bytes(unpacked(new Bytes(file.read(directory, LONGEST_SOURCE)), 0));
        String stream = "";
        for (long at = 0; at + 6 <= records.length() && modules.size() < MOST_MODULES; ) {
            int id = records.u16(at);
            long length = records.u32(at + 2);
            if (id == STREAM_NAME) {
                stream = records.latin(at + 6, length);
            } else if (id == TEXT_OFFSET) {
                long offset = records.u32(at + 6);
                String name = stream;
                find(file, directory.folder(), name)
                        .flatMap(found -> source(file, found, offset, budget))
                        .ifPresent(source -> modules.add(new Module(name, source)));
            }
            at += 6 + length + (id == PROJECT_VERSION ? 2 : 0);
        }
    }

    private static Optional<CompoundFile.Stream> find(CompoundFile file, String folder, String name) {
        return file.find(folder.isEmpty() ? name : folder + "/" + name);
    }

    private static Optional<String> source(CompoundFile file, CompoundFile.Stream stream, long offset, Budget budget) {
        try {
            byte[] source = unpacked(new Bytes(file.read(stream, LONGEST_SOURCE)), offset);
            budget.takeBytes(source.length);
            budget.checkTime();
            return Optional.of(new String(source, StandardCharsets.ISO_8859_1));
        } catch (MalformedException broken) {
            return Optional.empty();
        }
    }

    /// Where the directory is broken, or hidden from scanners: source begins with "Attribut", packed as it stands.
    private static void search(CompoundFile file, List<Module> modules, Budget budget) {
        for (CompoundFile.Stream stream : file.streams()) {
            if (stream.size() > LONGEST_SOURCE
                    || modules.size() == MOST_MODULES
                    || !stream.folder().endsWith("VBA")) {
                continue;
            }
            int at = new Bytes(file.read(stream, LONGEST_SOURCE)).find("\u0000Attribut", 0);
            if (at >= 3) {
                source(file, stream, at - 3L, budget)
                        .ifPresent(source -> modules.add(new Module(stream.name(), source)));
            }
        }
    }

    /// MS-OVBA 2.4.1: chunks of 4,096 bytes at most, each packed by itself.
    static byte[] unpacked(Bytes bytes, long from) {
        if (bytes.u8(from) != 1) {
            throw new MalformedException("no packed macro");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long at = from + 1;
        while (at + 2 <= bytes.length() && out.size() < LONGEST_SOURCE) {
            int header = bytes.u16(at);
            long end = Math.min(at + (header & 0xfff) + 3, bytes.length());
            if ((header & 0x8000) == 0) {
                out.writeBytes(bytes.slice(at + 2, Math.min(4096, end - at - 2)));
            } else {
                out.writeBytes(chunk(bytes, at + 2, end));
            }
            at = end;
        }
        return out.toByteArray();
    }

    private static byte[] chunk(Bytes bytes, long from, long end) {
        byte[] plain = new byte[4096];
        int length = 0;
        for (long at = from; at < end; ) {
            int flags = bytes.u8(at++);
            for (int bit = 0; bit < 8 && at < end; bit++) {
                if ((flags >> bit & 1) == 0) {
                    length = put(plain, length, (byte) bytes.u8(at++));
                } else {
                    length = copy(plain, length, bytes.u16(at));
                    at += 2;
                }
            }
        }
        return java.util.Arrays.copyOf(plain, length);
    }

    private static int put(byte[] plain, int length, byte value) {
        if (length == plain.length) {
            throw new MalformedException("a chunk of a macro is too long");
        }
        plain[length] = value;
        return length + 1;
    }

    /// MS-OVBA 2.4.1.3.19.1: how many bits tell the distance grows with what is there.
    private static int copy(byte[] plain, int length, int token) {
        int bits = Math.max(4, 32 - Integer.numberOfLeadingZeros(Math.max(length - 1, 1)));
        int distance = (token >> (16 - bits)) + 1;
        int count = (token & (0xffff >> bits)) + 3;
        if (distance > length) {
            throw new MalformedException("a macro's copy reaches before its chunk");
        }
        int end = length;
        for (int i = 0; i < count; i++) {
            end = put(plain, end, plain[end - distance]);
        }
        return end;
    }

    /// The modules of a document, or of the documents in it; null where there are none.
    static @Nullable Object of(ExplodedFile file) {
        List<Module> modules = new ArrayList<>();
        CompoundFile.of(file).ifPresent(compound -> modules.addAll(modules(compound, file.budget())));
        ZipFile.of(file)
                .ifPresent(zip -> zip.entries().stream()
                        .filter(entry ->
                                entry.name().toLowerCase(java.util.Locale.ROOT).endsWith("vbaproject.bin"))
                        .limit(5)
                        .flatMap(entry -> zip.content(entry.name(), file.budget(), LONGEST_SOURCE * 4).stream())
                        .forEach(project ->
                                modules.addAll(modules(CompoundFile.of(new Bytes(project)), file.budget()))));
        return modules.isEmpty() ? null : List.copyOf(modules);
    }
}
