package org.postern.protect.model;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a file is by its bytes, in the short words of the rule language: `pdf`, `docx`, `zip`, `html`.
public final class FileKind {
    private static final int LOOKED_AT = 4096;

    private record Magic(String kind, int at, String bytes) {}

    /// Longer and rarer ones first; each byte is a character of ISO 8859-1.
    private static final Magic[] MAGIC = {
        new Magic("pdf", 0, "%PDF-"),
        new Magic("png", 0, "\u0089PNG\r\n\u001a\n"),
        new Magic("jpeg", 0, "\u00ff\u00d8\u00ff"),
        new Magic("gif", 0, "GIF8"),
        new Magic("webp", 8, "WEBP"),
        new Magic("bmp", 0, "BM"),
        new Magic("tiff", 0, "II*\u0000"),
        new Magic("tiff", 0, "MM\u0000*"),
        new Magic("heic", 4, "ftypheic"),
        new Magic("ico", 0, "\u0000\u0000\u0001\u0000"),
        new Magic("rtf", 0, "{\\rt"),
        new Magic("rar", 0, "Rar!\u001a\u0007"),
        new Magic("7z", 0, "7z\u00bc\u00af'\u001c"),
        new Magic("gz", 0, "\u001f\u008b\b"),
        new Magic("bz2", 0, "BZh"),
        new Magic("xz", 0, "\u00fd7zXZ\u0000"),
        new Magic("cab", 0, "MSCF"),
        new Magic("ace", 7, "**ACE**"),
        new Magic("tar", 257, "ustar"),
        new Magic("exe", 0, "MZ"),
        new Magic("elf", 0, "\u007fELF"),
        new Magic("mp4", 4, "ftyp"),
        new Magic("mp3", 0, "ID3"),
        new Magic("wav", 8, "WAVE"),
        new Magic("ogg", 0, "OggS"),
        new Magic("lnk", 0, "L\u0000\u0000\u0000\u0001\u0014\u0002\u0000"),
        new Magic("one", 0, "\u00e4R\\{\u008c\u00d8\u00a7M"),
        new Magic("tnef", 0, "x\u009f>\""),
        new Magic("swf", 0, "FWS"),
        new Magic("swf", 0, "CWS"),
        new Magic("sqlite", 0, "SQLite format 3"),
        new Magic("class", 0, "\u00ca\u00fe\u00ba\u00be"),
    };

    private FileKind() {}

    /// @param declared the media type, which decides among kinds of text
    public static @Nullable String of(byte[] content, String declared) {
        String start = new String(content, 0, Math.min(content.length, LOOKED_AT), StandardCharsets.ISO_8859_1);
        if (start.isEmpty()) {
            return null;
        }
        for (Magic magic : MAGIC) {
            if (start.startsWith(magic.bytes(), magic.at())) {
                return magic.kind();
            }
        }
        if (start.startsWith("PK\u0003\u0004") || start.startsWith("PK\u0005\u0006")) {
            return zipped(content);
        }
        if (start.startsWith("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1")) {
            return compound(content);
        }
        if (content.length > 32774 && new String(content, 32769, 5, StandardCharsets.ISO_8859_1).equals("CD001")) {
            return "iso";
        }
        return text(start, declared);
    }

    /// Office's own archives name their main folder.
    private static String zipped(byte[] content) {
        String names = new String(content, 0, Math.min(content.length, 64 << 10), StandardCharsets.ISO_8859_1)
                + new String(
                        content,
                        Math.max(0, content.length - (64 << 10)),
                        Math.min(content.length, 64 << 10),
                        StandardCharsets.ISO_8859_1);
        if (names.contains("[Content_Types].xml") || names.contains("_rels/.rels")) {
            if (names.contains("word/")) {
                return names.contains("vbaProject.bin") ? "docm" : "docx";
            }
            if (names.contains("xl/")) {
                return names.contains("vbaProject.bin") ? "xlsm" : names.contains("xl/workbook.bin") ? "xlsb" : "xlsx";
            }
            if (names.contains("ppt/")) {
                return names.contains("vbaProject.bin") ? "pptm" : "pptx";
            }
        }
        if (names.contains("mimetypeapplication/vnd.oasis.opendocument.text")) {
            return "odt";
        }
        return names.contains("META-INF/MANIFEST.MF") ? "jar" : "zip";
    }

    /// A compound file names its streams in UTF-16.
    private static String compound(byte[] content) {
        String names = new String(content, 0, Math.min(content.length, 1 << 20), StandardCharsets.UTF_16LE);
        if (names.contains("WordDocument")) {
            return "doc";
        }
        if (names.contains("Workbook") || names.contains("Book\u0000")) {
            return "xls";
        }
        if (names.contains("PowerPoint Document")) {
            return "ppt";
        }
        return names.contains("__properties_version1.0") || names.contains("__substg1.0_") ? "msg" : "ole";
    }

    private static @Nullable String text(String start, String declared) {
        String head = start.stripLeading().toLowerCase(Locale.ROOT);
        if (head.startsWith("<!doctype html")
                || head.startsWith("<html")
                || head.contains("<html")
                || head.contains("<body")) {
            return head.contains("<svg") && !head.contains("<html") ? "svg" : "html";
        }
        if (head.startsWith("<svg") || (head.startsWith("<?xml") && head.contains("<svg"))) {
            return "svg";
        }
        if (head.startsWith("<?xml")) {
            return "xml";
        }
        if (head.startsWith("begin:vcalendar")) {
            return "ics";
        }
        if (head.startsWith("begin:vcard")) {
            return "vcf";
        }
        if (declared.startsWith("message/")) {
            return "eml";
        }
        boolean binary = start.indexOf('\u0000') >= 0;
        if (binary) {
            return null;
        }
        return switch (declared) {
            case "text/html" -> "html";
            case "text/calendar" -> "ics";
            case "text/csv" -> "csv";
            case "application/json" -> "json";
            default -> "txt";
        };
    }
}
