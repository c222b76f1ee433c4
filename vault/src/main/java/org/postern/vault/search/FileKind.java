package org.postern.vault.search;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/// Tells from names and first bytes what kind of file something is; what senders claim is often wrong.
final class FileKind {
    private static final byte[][] PARSED = {
        {'%', 'P', 'D', 'F'},
        {'P', 'K', 3, 4},
        {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0}, // Office to 2003, Outlook's messages: MS-CFB.
        "{\\rtf".getBytes(StandardCharsets.US_ASCII),
        {0x78, (byte) 0x9f, 0x3e, 0x22}, // winmail.dat: MS-OXTNEF.
        {0x1f, (byte) 0x8b}, // gzip
        {'B', 'Z', 'h'},
        {'7', 'z', (byte) 0xbc, (byte) 0xaf},
        {(byte) 0xfd, '7', 'z', 'X', 'Z'},
    };
    private static final int TAR_MARK = 257;
    private static final int LOOKED_AT = 4_096;

    private static final Map<String, String> GROUPS = Map.ofEntries(
            Map.entry("doc", "document"),
            Map.entry("docx", "document"),
            Map.entry("docm", "document"),
            Map.entry("odt", "document"),
            Map.entry("rtf", "document"),
            Map.entry("pdf", "document"),
            Map.entry("xls", "spreadsheet"),
            Map.entry("xlsx", "spreadsheet"),
            Map.entry("xlsm", "spreadsheet"),
            Map.entry("ods", "spreadsheet"),
            Map.entry("csv", "spreadsheet"),
            Map.entry("ppt", "presentation"),
            Map.entry("pptx", "presentation"),
            Map.entry("odp", "presentation"),
            Map.entry("zip", "archive"),
            Map.entry("tar", "archive"),
            Map.entry("gz", "archive"),
            Map.entry("tgz", "archive"),
            Map.entry("7z", "archive"),
            Map.entry("rar", "archive"),
            Map.entry("eml", "message"),
            Map.entry("msg", "message"));
    private static final Set<String> NO_DOCUMENTS = Set.of("rar");

    private FileKind() {}

    static boolean isDocument(String extension) {
        return GROUPS.containsKey(extension) && !NO_DOCUMENTS.contains(extension);
    }

    /// What people call files of such a name: document, spreadsheet, presentation, archive, message; else empty.
    static String group(String extension) {
        return GROUPS.getOrDefault(extension, "");
    }

    static boolean needsParser(byte[] bytes) {
        for (byte[] mark : PARSED) {
            if (startsWith(bytes, 0, mark)) {
                return true;
            }
        }
        return startsWith(bytes, TAR_MARK, new byte[] {'u', 's', 't', 'a', 'r'});
    }

    static boolean isText(byte[] bytes) {
        for (int i = 0; i < Math.min(bytes.length, LOOKED_AT); i++) {
            if (bytes[i] == 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean startsWith(byte[] bytes, int offset, byte[] mark) {
        return bytes.length >= offset + mark.length
                && java.util.Arrays.equals(bytes, offset, offset + mark.length, mark, 0, mark.length);
    }
}
