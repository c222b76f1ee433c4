package org.postern.protect.explode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.postern.protect.engine.Frame;

/// Files that the tests look into, made by themselves.
final class Fixtures {
    private static final int SECTOR = 512;
    private static final int END = -2;

    private Fixtures() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] zip(Map<String, byte[]> files) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static byte[] zip(String name, byte[] content) {
        return zip(Map.of(name, content));
    }

    static byte[] docx(String text, String author) {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("[Content_Types].xml", bytes("<?xml version=\"1.0\"?><Types/>"));
        parts.put(
                "word/document.xml",
                bytes("<?xml version=\"1.0\"?><w:document xmlns:w=\"urn:w\"><w:t>" + text + "</w:t></w:document>"));
        parts.put("word/media/image1.png", png(3, 4));
        parts.put(
                "docProps/core.xml",
                bytes("<?xml version=\"1.0\"?><c:core xmlns:c=\"urn:c\" xmlns:dc=\"urn:dc\"><dc:creator>" + author
                        + "</dc:creator><dc:title>Plan</dc:title></c:core>"));
        parts.put(
                "word/_rels/settings.xml.rels",
                bytes("<Relationships><Relationship Id=\"r1\" TargetMode=\"External\" "
                        + "Type=\"http://x.test/attachedTemplate\" Target=\"https://evil.example.com/a.dotm\"/>"
                        + "</Relationships>"));
        return zip(parts);
    }

    static byte[] png(int width, int height) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(bytes("\u0089PNG\r\n\u001a\n"));
        chunk(
                out,
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put((byte) 8)
                        .array());
        chunk(out, "tEXt", bytes("Software\u0000Paint"));
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
        CRC32 sum = new CRC32();
        sum.update(bytes(type));
        sum.update(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        out.writeBytes(bytes(type));
        out.writeBytes(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    }

    /// Two pages' worth of objects without a cross-reference table, as broken ones are.
    static byte[] pdf() {
        return bytes("%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
                + "2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
                + "3 0 obj\n<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>"
                + "/Annots[<</Subtype/Link/A<</S/URI/URI(https://bad.example.com/\\(pay\\)?x=1)>>>>]>>\nendobj\n"
                + "4 0 obj\n<</Length 60>>\nstream\n"
                + "BT /F1 12 Tf 10 10 Td [(Pay)-300(now: www.example)20(.org/in)] TJ ET\nendstream\nendobj\n"
                + "5 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>\nendobj\n"
                + "6 0 obj\n<</Title(Invoice \\050 42\\051)/Producer<feff0053006b00690061>/Creator(Writer)>>\nendobj\n"
                + "trailer\n<</Root 1 0 R/Info 6 0 R>>\n%%EOF\n");
    }

    /// A compound file of streams that all lie directly below the root, none in the mini stream.
    static byte[] compound(Map<String, byte[]> streams) {
        List<Map.Entry<String, byte[]>> list = new ArrayList<>(streams.entrySet());
        int directorySectors = (list.size() + 1 + 3) / 4;
        List<Integer> next = new ArrayList<>(List.of(-3));
        ByteArrayOutputStream sectors = new ByteArrayOutputStream();
        for (int i = 0; i < directorySectors; i++) {
            next.add(i == directorySectors - 1 ? END : i + 2);
        }
        List<Integer> starts = new ArrayList<>();
        for (Map.Entry<String, byte[]> stream : list) {
            starts.add(next.size());
            int count = Math.max(1, (stream.getValue().length + SECTOR - 1) / SECTOR);
            for (int i = 0; i < count; i++) {
                next.add(i == count - 1 ? END : next.size() + 1);
            }
            sectors.writeBytes(java.util.Arrays.copyOf(stream.getValue(), count * SECTOR));
        }
        ByteBuffer out = ByteBuffer.allocate(SECTOR * (1 + next.size())).order(ByteOrder.LITTLE_ENDIAN);
        header(out);
        out.position(SECTOR);
        next.forEach(out::putInt);
        out.position(2 * SECTOR);
        entry(out, "Root Entry", 5, list.isEmpty() ? -1 : 1, -1, END, 0);
        for (int i = 0; i < list.size(); i++) {
            int right = i == list.size() - 1 ? -1 : i + 2;
            entry(
                    out,
                    list.get(i).getKey(),
                    2,
                    -1,
                    right,
                    starts.get(i),
                    list.get(i).getValue().length);
        }
        out.position(SECTOR * (2 + directorySectors));
        out.put(sectors.toByteArray());
        return out.array();
    }

    private static void header(ByteBuffer out) {
        out.put(bytes(CompoundFile.MAGIC));
        out.putShort(30, (short) 9).putShort(32, (short) 6);
        out.putInt(48, 1).putInt(56, 0).putInt(60, END).putInt(68, END);
        for (int i = 0; i < 109; i++) {
            out.putInt(76 + 4 * i, i == 0 ? 0 : -1);
        }
    }

    private static void entry(ByteBuffer out, String name, int type, int child, int right, int start, int size) {
        int at = out.position();
        out.put(name.getBytes(StandardCharsets.UTF_16LE));
        out.putShort(at + 64, (short) (2 * name.length() + 2)).put(at + 66, (byte) type);
        out.putInt(at + 68, -1).putInt(at + 72, right).putInt(at + 76, child);
        out.putInt(at + 116, start).putInt(at + 120, size);
        out.position(at + 128);
    }

    /// MS-OVBA's packing with nothing packed.
    static byte[] packed(String source) {
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        byte[] plain = bytes(source);
        for (int i = 0; i < plain.length; i++) {
            if (i % 8 == 0) {
                chunk.write(0);
            }
            chunk.write(plain[i]);
        }
        int header = 0xb000 | (chunk.size() + 2 - 3);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {1, (byte) header, (byte) (header >> 8)});
        out.writeBytes(chunk.toByteArray());
        return out.toByteArray();
    }

    /// A document with one macro.
    static byte[] macros(String source) {
        byte[] name = bytes("ThisDocument");
        ByteBuffer records = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);
        records.putShort((short) 0x09).putInt(4).putInt(1).putShort((short) 1);
        records.putShort((short) 0x1A).putInt(name.length).put(name);
        records.putShort((short) 0x31).putInt(4).putInt(3);
        byte[] directory = java.util.Arrays.copyOf(records.array(), records.position());
        Map<String, byte[]> streams = new LinkedHashMap<>();
        streams.put("WordDocument", new byte[600]);
        streams.put("dir", packed(new String(directory, StandardCharsets.ISO_8859_1)));
        ByteArrayOutputStream module = new ByteArrayOutputStream();
        module.writeBytes(new byte[3]);
        module.writeBytes(packed(source));
        streams.put("ThisDocument", module.toByteArray());
        return compound(streams);
    }

    static ExplodedFile file(String name, byte[] content) {
        return file(name, content, Budget.Limits.DEFAULT);
    }

    static ExplodedFile file(String name, byte[] content, Budget.Limits limits) {
        Budget budget = new Budget(new Frame(new Object(), System::nanoTime), limits);
        return new ExplodedFile(new Source(name, content, "application/octet-stream"), 0, null, budget);
    }

    static Exploder.Explosion explode(ExplodedFile file) {
        return Exploder.explode(file, file.budget());
    }
}
