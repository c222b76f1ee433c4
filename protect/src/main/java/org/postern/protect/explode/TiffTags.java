package org.postern.protect.explode;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The tags of a picture in TIFF, or of what cameras write into others (Exif 2.3 §4.6).
final class TiffTags {
    private static final int EXIF_FOLDER = 0x8769;
    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(0x0100, "ImageWidth"),
            Map.entry(0x0101, "ImageHeight"),
            Map.entry(0x010E, "ImageDescription"),
            Map.entry(0x010F, "Make"),
            Map.entry(0x0110, "Model"),
            Map.entry(0x0131, "Software"),
            Map.entry(0x0132, "ModifyDate"),
            Map.entry(0x013B, "Artist"),
            Map.entry(0x8298, "Copyright"),
            Map.entry(0x9003, "DateTimeOriginal"),
            Map.entry(0x9286, "UserComment"),
            Map.entry(0xA434, "LensModel"));

    private final Bytes bytes;
    private final boolean big;
    private final Map<String, String> fields;
    private final Set<Long> seen = new HashSet<>();

    private TiffTags(Bytes bytes, Map<String, String> fields) {
        this.bytes = bytes;
        this.big = bytes.has(0, "MM");
        this.fields = fields;
    }

    static void read(Bytes bytes, int start, Map<String, String> fields) {
        try {
            TiffTags tags = new TiffTags(bytes, fields);
            tags.folder(tags.u32(start + 4L));
        } catch (MalformedException broken) {
            fields.putIfAbsent("Warning", "Bad format of Exif");
        }
    }

    private int u16(long at) {
        return big ? bytes.u16Big(at) : bytes.u16(at);
    }

    private long u32(long at) {
        return big ? bytes.u32Big(at) : bytes.u32(at);
    }

    private void folder(long at) {
        if (!seen.add(at) || seen.size() > 20) {
            return;
        }
        int count = Math.min(u16(at), 500);
        for (int index = 0; index < count; index++) {
            entry(at + 2 + 12L * index);
        }
    }

    private void entry(long at) {
        int tag = u16(at);
        int type = u16(at + 2);
        long count = Math.min(u32(at + 4), 4_096);
        if (tag == EXIF_FOLDER) {
            folder(u32(at + 8));
            return;
        }
        String name = NAMES.get(tag);
        if (name == null) {
            return;
        }
        switch (type) {
            case 3 -> fields.putIfAbsent(name, Integer.toString(u16(at + 8)));
            case 4 -> fields.putIfAbsent(name, Long.toString(u32(at + 8)));
            case 2, 7 -> {
                String text = bytes.latin(count <= 4 ? at + 8 : u32(at + 8), count);
                // Comments begin with the name of their characters.
                text = tag == 0x9286 && text.startsWith("ASCII") && text.length() > 8 ? text.substring(8) : text;
                fields.putIfAbsent(name, text.replace("\u0000", "").strip());
            }
            default -> {}
        }
    }
}
