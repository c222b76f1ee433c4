package org.postern.protect.explode;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// A shortcut of the shell (MS-SHLLINK): what it starts, and with which arguments.
final class LinkFile {
    private static final int HAS_ID_LIST = 1;
    private static final int HAS_LINK_INFO = 2;
    private static final int WIDE = 0x80;
    private static final List<String> TEXTS =
            List.of("Description", "RelativePath", "WorkingDirectory", "CommandLineArguments", "IconFileName");

    private LinkFile() {}

    static void read(Bytes bytes, Map<String, String> fields) {
        long flags = bytes.u32(20);
        fields.put("TargetFileSize", Long.toString(bytes.u32(52)));
        long at = 76;
        if ((flags & HAS_ID_LIST) != 0) {
            at += 2 + bytes.u16(at);
        }
        if ((flags & HAS_LINK_INFO) != 0) {
            path(bytes, at, fields);
            at += bytes.u32(at);
        }
        for (int text = 0; text < TEXTS.size(); text++) {
            if ((flags >> (2 + text) & 1) != 0) {
                int count = bytes.u16(at);
                boolean wide = (flags & WIDE) != 0;
                int length = wide ? 2 * count : count;
                fields.put(
                        TEXTS.get(text),
                        bytes.text(at + 2, length, wide ? StandardCharsets.UTF_16LE : StandardCharsets.ISO_8859_1));
                at += 2 + length;
            }
        }
    }

    /// MS-SHLLINK 2.3: where the target lay.
    private static void path(Bytes bytes, long at, Map<String, String> fields) {
        if ((bytes.u32(at + 8) & 1) != 0) {
            long from = at + bytes.u32(at + 16);
            int end = bytes.find("\u0000", from);
            if (end > from) {
                fields.put("LocalBasePath", bytes.latin(from, end - from));
            }
        }
    }
}
