package org.postern.protect.explode;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// A cabinet (MS-CAB): stored or in MSZIP; other packings are not opened.
final class Cabinet {
    private static final int MOST_FILES = 2_000;
    private static final int WINDOW = 32 << 10;
    private static final int RESERVED = 4;

    private Cabinet() {}

    static void open(ExplodedFile file, Contents into) {
        Bytes bytes = file.bytes();
        int folders = bytes.u16(26);
        int files = Math.min(bytes.u16(28), MOST_FILES);
        int flags = bytes.u16(30);
        long at = 36;
        int folderReserve = 0;
        int blockReserve = 0;
        if ((flags & RESERVED) != 0) {
            folderReserve = bytes.u8(at + 2);
            blockReserve = bytes.u8(at + 3);
            at += 4 + bytes.u16(at);
        }
        for (int names = Integer.bitCount(flags & 3) * 2; names > 0; names--) {
            at = bytes.find("\u0000", at) + 1L;
        }
        byte[][] unpacked = new byte[folders][];
        for (int folder = 0; folder < folders; folder++) {
            unpacked[folder] = folder(bytes, at, blockReserve, into);
            at += 8 + folderReserve;
        }
        addFiles(bytes, files, unpacked, into);
    }

    private static void addFiles(Bytes bytes, int files, byte[][] folders, Contents into) {
        long at = bytes.u32(16);
        for (int index = 0; index < files; index++) {
            long size = bytes.u32(at);
            long from = bytes.u32(at + 4);
            int folder = bytes.u16(at + 8);
            int end = bytes.find("\u0000", at + 16);
            int nameLength = (int) (end - at - 16);
            boolean utf8 = (bytes.u16(at + 14) & 0x80) != 0;
            String name = bytes.text(at + 16, nameLength, utf8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
            if (folder < folders.length && from <= folders[folder].length) {
                long to = Math.min(from + size, folders[folder].length);
                into.add(name.replace('\\', '/'), Arrays.copyOfRange(folders[folder], (int) from, (int) to));
            }
            at = end + 1L;
        }
    }

    private static byte[] folder(Bytes bytes, long at, int blockReserve, Contents into) {
        long block = bytes.u32(at);
        int blocks = bytes.u16(at + 4);
        int packing = bytes.u16(at + 6) & 0xf;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (packing > 1) {
            into.notOpened("a cabinet in " + (packing == 2 ? "Quantum" : "LZX"));
            return out.toByteArray();
        }
        byte[] window = new byte[0];
        for (int index = 0; index < blocks; index++) {
            int packed = bytes.u16(block + 4);
            byte[] data = bytes.slice(block + 8 + blockReserve, packed);
            byte[] plain = packing == 0 ? data : inflated(data, bytes.u16(block + 6), window);
            into.budget().takeBytes(plain.length);
            into.budget().checkTime();
            out.writeBytes(plain);
            window = plain.length > WINDOW ? Arrays.copyOfRange(plain, plain.length - WINDOW, plain.length) : plain;
            block += 8 + blockReserve + packed;
        }
        return out.toByteArray();
    }

    /// MS-MCI: each block is deflate of its own behind "CK", with the block before as its dictionary.
    private static byte[] inflated(byte[] data, int size, byte[] window) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(data, 2, data.length - 2);
            if (window.length > 0) {
                inflater.setDictionary(window);
            }
            byte[] plain = new byte[size];
            int length = inflater.inflate(plain);
            return Arrays.copyOf(plain, length);
        } catch (DataFormatException | IndexOutOfBoundsException broken) {
            throw new MalformedException("a block of a cabinet cannot be inflated");
        } finally {
            inflater.end();
        }
    }
}
