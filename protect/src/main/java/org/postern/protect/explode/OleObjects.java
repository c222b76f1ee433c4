package org.postern.protect.explode;

import java.io.ByteArrayInputStream;
import java.util.zip.InflaterInputStream;

/// What an old Office document carries: macros, packaged files, embedded objects.
final class OleObjects {
    private static final int OLE_STORAGE = 0x1011;
    private static final int MOST_RECORDS = 100_000;

    private OleObjects() {}

    static void open(ExplodedFile file, Contents into) {
        CompoundFile compound = CompoundFile.of(file.bytes());
        long most = into.budget().limits().fileBytes();
        for (Vba.Module module : Vba.modules(compound, into.budget())) {
            into.add(module.name() + ".vba", module.source().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        int count = 0;
        for (CompoundFile.Stream stream : compound.streams()) {
            switch (stream.name()) {
                case "\u0001Ole10Native" -> addPackage(new Bytes(compound.read(stream, most)), 4, into);
                case "Package", "CONTENTS", "EmbeddedOdf" ->
                    into.addCounted("object_" + count++, compound.read(stream, most));
                case "PowerPoint Document" -> addPresented(new Bytes(compound.read(stream, most)), into);
                default -> into.budget().checkTime();
            }
        }
    }

    /// A file packaged by the shell: MS-OLEDS 2.3.6 with what stands in it by usage.
    static void addPackage(Bytes bytes, long from, Contents into) {
        long at = from + 2;
        int labelEnd = end(bytes, at);
        String label = bytes.latin(at, labelEnd - at);
        int pathEnd = end(bytes, labelEnd + 1L);
        String path = bytes.latin(labelEnd + 1L, pathEnd - labelEnd - 1L);
        long temporary = pathEnd + 5L;
        long size = temporary + 4 + bytes.u32(temporary);
        long length = Math.min(bytes.u32(size), bytes.length() - size - 4);
        String name = label.isEmpty() ? path : label;
        into.addCounted(
                name.substring(Math.max(name.lastIndexOf('\\'), name.lastIndexOf('/')) + 1),
                bytes.slice(size + 4, length));
    }

    private static int end(Bytes bytes, long from) {
        int end = bytes.find("\u0000", from);
        if (end < 0) {
            throw new MalformedException("a name without an end");
        }
        return end;
    }

    /// MS-PPT 2.10.34: embedded objects lie packed among the presentation's records.
    private static void addPresented(Bytes bytes, Contents into) {
        int count = 0;
        long at = 0;
        for (int records = 0; at + 8 <= bytes.length() && records < MOST_RECORDS; records++) {
            int head = bytes.u16(at);
            long length = bytes.u32(at + 4);
            if (bytes.u16(at + 2) == OLE_STORAGE && head >> 4 == 1 && length > 4) {
                int end = (int) Math.min(at + 8 + length, bytes.length());
                int from = (int) at + 12;
                into.add(
                        "object_" + count++,
                        into.budget()
                                .readSome(
                                        new InflaterInputStream(
                                                new ByteArrayInputStream(bytes.array(), from, end - from)),
                                        into.budget().limits().fileBytes()));
            }
            at += (head & 0xf) == 0xf ? 8 : 8 + length; // Containers are entered.
        }
    }
}
