package org.postern.protect.explode;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Size and notes of a picture, out of its headers; the picture itself is not decoded.
final class Pictures {
    private static final int MOST_SEGMENTS = 10_000;

    private Pictures() {}

    static void read(Bytes bytes, String kind, Map<String, String> fields) {
        switch (kind) {
            case "png" -> png(bytes, fields);
            case "jpeg" -> jpeg(bytes, fields);
            case "gif" -> size(bytes.u16(6), bytes.u16(8), fields);
            case "bmp" -> size(bytes.u32(18), Math.abs((int) bytes.u32(22)), fields);
            case "webp" -> webp(bytes, fields);
            default -> TiffTags.read(bytes, 0, fields);
        }
    }

    private static void size(long width, long height, Map<String, String> fields) {
        fields.put("ImageWidth", Long.toString(width));
        fields.put("ImageHeight", Long.toString(height));
    }

    /// W3C PNG §5: length, type, data, checksum.
    private static void png(Bytes bytes, Map<String, String> fields) {
        long at = 8;
        for (int chunk = 0; chunk < MOST_SEGMENTS; chunk++) {
            if (at + 12 > bytes.length()) {
                fields.put("Warning", "Truncated PNG image");
                return;
            }
            long length = bytes.u32Big(at);
            long data = at + 8;
            switch (bytes.latin(at + 4, 4)) {
                case "IHDR" -> size(bytes.u32Big(data), bytes.u32Big(data + 4), fields);
                case "tEXt", "iTXt" -> note(bytes, data, length, fields);
                case "eXIf" -> TiffTags.read(new Bytes(bytes.slice(data, length)), 0, fields);
                case "IEND" -> {
                    return;
                }
                default -> {}
            }
            at += 12 + length;
        }
    }

    private static void note(Bytes bytes, long at, long length, Map<String, String> fields) {
        String text = bytes.text(at, Math.min(length, 64 << 10), StandardCharsets.UTF_8);
        int end = text.indexOf('\u0000');
        if (end <= 0) {
            return;
        }
        String name = text.substring(0, end).replace(" ", "");
        String value = text.substring(text.lastIndexOf('\u0000') + 1);
        if (name.startsWith("XML:com.adobe.xmp")) {
            PdfFacts.described(value, fields);
        } else {
            fields.putIfAbsent(name, value);
        }
    }

    /// ITU T.81 annex B: markers with their lengths, up to the picture's data.
    private static void jpeg(Bytes bytes, Map<String, String> fields) {
        long at = 2;
        for (int segment = 0; segment < MOST_SEGMENTS && bytes.u8(at) == 0xff; segment++) {
            int marker = bytes.u8(at + 1);
            if (marker == 0xff) {
                at++;
                continue;
            }
            if (marker == 0xda || marker == 0xd9) {
                return;
            }
            int length = bytes.u16Big(at + 2);
            if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
                size(bytes.u16Big(at + 7), bytes.u16Big(at + 5), fields);
            } else if (marker == 0xe1 && bytes.has(at + 4, "Exif\u0000\u0000")) {
                TiffTags.read(new Bytes(bytes.slice(at + 10, length - 8)), 0, fields);
            } else if (marker == 0xe1 && bytes.has(at + 4, "http://ns.adobe.com/xap")) {
                PdfFacts.described(bytes.text(at + 4, length - 2, StandardCharsets.UTF_8), fields);
            } else if (marker == 0xe2 && bytes.has(at + 4, "ICC_PROFILE\u0000")) {
                profile(bytes, at + 18, fields);
            } else if (marker == 0xfe) {
                fields.putIfAbsent("Comment", bytes.latin(at + 4, length - 2));
            }
            at += 2 + length;
        }
    }

    /// ICC.1 §7.2: who made the device, in four letters.
    private static void profile(Bytes bytes, long at, Map<String, String> fields) {
        String maker = bytes.latin(at + 48, 4);
        fields.putIfAbsent(
                "DeviceManufacturer", maker.equalsIgnoreCase("appl") ? "Apple Computer Inc." : maker.strip());
    }

    private static void webp(Bytes bytes, Map<String, String> fields) {
        switch (bytes.latin(12, 4)) {
            case "VP8X" ->
                size((bytes.u32(24) & 0xffffff) + 1, (bytes.u16(27) | (long) bytes.u8(29) << 16) + 1, fields);
            case "VP8 " -> size(bytes.u16(26) & 0x3fff, bytes.u16(28) & 0x3fff, fields);
            default -> {
                long packed = bytes.u32(21);
                size((packed & 0x3fff) + 1, (packed >> 14 & 0x3fff) + 1, fields);
            }
        }
    }
}
