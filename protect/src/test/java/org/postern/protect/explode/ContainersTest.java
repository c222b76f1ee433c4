package org.postern.protect.explode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.protect.explode.Fixtures.bytes;
import static org.postern.protect.explode.Fixtures.explode;
import static org.postern.protect.explode.Fixtures.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/// Containers that no library here writes: made byte by byte as their specifications say.
class ContainersTest {
    private static final byte[] HELLO = bytes("hello cabinet, hello cabinet");

    private static byte[] cabinet(int packing, byte[] block) {
        byte[] name = bytes("in\\run.exe\u0000");
        int files = 36 + 8;
        int data = files + 16 + name.length;
        ByteBuffer out = ByteBuffer.allocate(data + 8 + block.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put(bytes("MSCF")).putInt(16, files).putShort(26, (short) 1).putShort(28, (short) 1);
        out.putInt(36, data).putShort(40, (short) 1).putShort(42, (short) packing);
        out.putInt(files, HELLO.length);
        out.put(files + 16, name);
        out.putShort(data + 4, (short) block.length).putShort(data + 6, (short) HELLO.length);
        out.put(data + 8, block);
        return out.array();
    }

    private static byte[] deflated(byte[] plain) {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(plain);
        deflater.finish();
        byte[] out = new byte[200];
        int length = deflater.deflate(out);
        deflater.end();
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.writeBytes(bytes("CK"));
        block.write(out, 0, length);
        return block.toByteArray();
    }

    @Test
    void cabinetsAreOpenedStoredAndInflated() {
        for (byte[] cabinet : new byte[][] {cabinet(0, HELLO), cabinet(1, deflated(HELLO))}) {
            ExplodedFile found = explode(file("a.cab", cabinet)).files().get(1);
            assertThat(found.name()).isEqualTo("in/run.exe");
            assertThat(found.content()).isEqualTo(HELLO);
        }
    }

    @Test
    void aCabinetInAnotherPackingIsTold() {
        assertThat(explode(file("a.cab", cabinet(3, HELLO))).omitted())
                .containsExactly("file.explode: a cabinet in LZX");
    }

    private static void entry(ByteBuffer out, int at, String name, int sector, int length, boolean folder) {
        out.put(at, (byte) (33 + name.length() + (name.length() + 1) % 2));
        out.putInt(at + 2, sector).putInt(at + 10, length).put(at + 25, (byte) (folder ? 2 : 0));
        out.put(at + 32, (byte) name.length());
        out.put(at + 33, bytes(name));
    }

    /// A folder within a folder, which names the one around it as its own child.
    @Test
    void discImagesAreWalkedOnceAround() {
        int sector = 2048;
        ByteBuffer out = ByteBuffer.allocate(22 * sector).order(ByteOrder.LITTLE_ENDIAN);
        out.put(16 * sector, (byte) 1).put(16 * sector + 1, bytes("CD001"));
        entry(out, 16 * sector + 156, "\u0000", 18, sector, true);
        out.put(17 * sector, (byte) 255).put(17 * sector + 1, bytes("CD001"));
        entry(out, 18 * sector, "SUB", 19, sector, true);
        entry(out, 19 * sector, "LOOP", 18, sector, true);
        entry(out, 19 * sector + 38, "A.LNK;1", 20, 5, false);
        out.put(20 * sector, bytes("hello"));
        Exploder.Explosion explosion = explode(file("a.iso", out.array()));
        assertThat(explosion.files()).hasSize(2);
        assertThat(explosion.files().get(1).name()).isEqualTo("SUB/A.LNK");
        assertThat(explosion.files().get(1).content()).isEqualTo(bytes("hello"));
    }

    private static byte[] packaged(String name, byte[] content) {
        ByteBuffer out = ByteBuffer.allocate(200 + content.length).order(ByteOrder.LITTLE_ENDIAN);
        out.putShort((short) 2).put(bytes(name + "\u0000C:\\x\\" + name + "\u0000"));
        out.putInt(0x00030000).putInt(2).put(bytes("t\u0000"));
        out.putInt(content.length).put(content);
        return Arrays.copyOf(out.array(), out.position());
    }

    @Test
    void filesPackagedInDocumentsAreFound() {
        byte[] inner = packaged("run.js", bytes("a()"));
        ByteBuffer sized = ByteBuffer.allocate(4 + inner.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(inner.length)
                .put(inner);
        Map<String, byte[]> streams = new LinkedHashMap<>();
        streams.put("WordDocument", new byte[600]);
        streams.put("\u0001Ole10Native", sized.array());
        ExplodedFile found =
                explode(file("a.doc", Fixtures.compound(streams))).files().get(1);
        assertThat(found.name()).isEqualTo("run.js");
        assertThat(found.content()).isEqualTo(bytes("a()"));
    }

    @Test
    void objectsInRtfAreFoundBehindWhatAuthorsPutBetween() {
        byte[] inner = packaged("run.js", bytes("a()"));
        ByteBuffer object = ByteBuffer.allocate(100 + inner.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x501)
                .putInt(2);
        object.putInt(8)
                .put(bytes("Package\u0000"))
                .putInt(0)
                .putInt(0)
                .putInt(inner.length)
                .put(inner);
        String hex = HexFormat.of().formatHex(Arrays.copyOf(object.array(), object.position()));
        String rtf = "{\\rtf1 {\\object{\\*\\objdata \r\n" + hex.substring(0, 40) + "{\\x 41}\\par \n"
                + hex.substring(40) + "}}}";
        ExplodedFile found = explode(file("a.rtf", bytes(rtf))).files().get(1);
        assertThat(found.name()).isEqualTo("run.js");
        assertThat(found.content()).isEqualTo(bytes("a()"));
    }

    @Test
    void shortcutsTellWhatTheyRun() {
        byte[] arguments = "/c calc".getBytes(StandardCharsets.UTF_16LE);
        ByteBuffer out = ByteBuffer.allocate(78 + arguments.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put(bytes("L\u0000\u0000\u0000\u0001\u0014\u0002\u0000")).putInt(20, 0x20 | 0x80);
        out.putShort(76, (short) 7).put(78, arguments);
        Object exif = file("a.lnk", out.array()).scan("exiftool", Exif::of);
        assertThat(exif)
                .isInstanceOfSatisfying(
                        Exif.class,
                        told -> assertThat(told.fields())
                                .containsEntry("CommandLineArguments", "/c calc")
                                .containsEntry("TargetFileSize", "0"));
    }
}
