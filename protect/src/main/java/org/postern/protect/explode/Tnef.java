package org.postern.protect.explode;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A message's properties and attachments as Exchange wraps them into `winmail.dat` (MS-OXTNEF).
final class Tnef {
    private static final int ATTACH_TITLE = 0x8010;
    private static final int ATTACH_DATA = 0x800F;
    private static final int ATTACH_BEGIN = 0x9002;
    private static final int MESSAGE_PROPERTIES = 0x9003;
    private static final int ATTACH_PROPERTIES = 0x9005;
    private static final int MOST_VALUES = 100_000;

    private final Bytes bytes;
    private final Contents into;
    private @Nullable String title;
    private @Nullable String longName;
    private byte @Nullable [] data;

    private Tnef(Bytes bytes, Contents into) {
        this.bytes = bytes;
        this.into = into;
    }

    static void open(ExplodedFile file, Contents into) {
        new Tnef(file.bytes(), into).read();
    }

    private void read() {
        try {
            for (long at = 6; at + 9 <= bytes.length(); ) {
                int id = bytes.u16(at + 1);
                long length = bytes.u32(at + 5);
                attribute(id, at + 9, length);
                at += 9 + length + 2;
                into.budget().checkTime();
            }
        } finally {
            finishAttachment();
        }
    }

    private void attribute(int id, long at, long length) {
        switch (id) {
            case ATTACH_BEGIN -> finishAttachment();
            case ATTACH_TITLE -> title = text(bytes.latin(at, length));
            case ATTACH_DATA -> data = bytes.slice(at, length);
            case ATTACH_PROPERTIES, MESSAGE_PROPERTIES -> new Properties(new Bytes(bytes.slice(at, length))).read();
            default -> {}
        }
    }

    private void finishAttachment() {
        byte[] content = data;
        String name = longName == null ? title : longName;
        data = null;
        title = null;
        longName = null;
        if (content != null) {
            into.addCounted(name == null ? "attachment" : name, content);
        }
    }

    private static String text(String padded) {
        int end = padded.indexOf('\u0000');
        return end < 0 ? padded : padded.substring(0, end);
    }

    /// MAPI's properties, one after the other, each padded to four bytes (MS-OXTNEF 2.1.3.4).
    private final class Properties {
        private final Bytes list;
        private long at = 4;

        Properties(Bytes list) {
            this.list = list;
        }

        void read() {
            long count = Math.min(list.u32(0), 5_000);
            for (long index = 0; index < count && at + 4 <= list.length(); index++) {
                int type = list.u16(at);
                int id = list.u16(at + 2);
                at += 4;
                if (id >= 0x8000) {
                    skipName();
                }
                values(type, id);
            }
        }

        private void skipName() {
            long kind = list.u32(at + 16);
            at += 20;
            at += kind == 0 ? 4 : 4 + padded(list.u32(at));
        }

        private void values(int type, int id) {
            boolean many = (type & 0x1000) != 0;
            boolean varies = switch (type & 0xfff) {
                case 0x1E, 0x1F, 0x0D, 0x102 -> true;
                default -> false;
            };
            long count = 1;
            if (many || varies) {
                count = Math.min(list.u32(at), MOST_VALUES);
                at += 4;
            }
            for (long index = 0; index < count; index++) {
                if (varies) {
                    long length = list.u32(at);
                    value(id, type & 0xfff, at + 4, length);
                    at += 4 + padded(length);
                } else {
                    at += size(type & 0xfff);
                }
            }
        }

        private void value(int id, int type, long from, long length) {
            switch (id) {
                case 0x3707 ->
                    longName = text(list.text(
                            from, length, type == 0x1F ? StandardCharsets.UTF_16LE : StandardCharsets.ISO_8859_1));
                // An object's first 16 bytes name its interface.
                case 0x3701 -> data = type == 0x0D ? list.slice(from + 16, length - 16) : list.slice(from, length);
                case 0x1013 -> into.addCounted("body.html", list.slice(from, length));
                case 0x1009 -> into.addCounted("body.rtf", CompressedRtf.unpacked(new Bytes(list.slice(from, length))));
                default -> {}
            }
        }

        private static long padded(long length) {
            return length + 3 & ~3L;
        }

        private static int size(int type) {
            return switch (type) {
                case 0x05, 0x06, 0x07, 0x14, 0x40 -> 8;
                case 0x48 -> 16;
                default -> 4;
            };
        }
    }
}
