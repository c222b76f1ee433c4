package org.postern.protect.explode;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postern.protect.model.FileKind;

/// What a file is: by its bytes, and where they are plain text, by what the text begins like and the name ends with.
final class Kinds {
    private static final int LOOKED_AT = 4096;

    private static final Pattern MAIL = Pattern.compile(
            "\\A(?:From [^\\n]{1,200}\\n)?(?:(?:received|return-path|from|to|subject|date|message-id|mime-version"
                    + "|delivered-to|content-type|reply-to|dkim-signature|x-[a-z-]{1,40}):[^\\n]{0,2000}\\n"
                    + "(?:[ \\t][^\\n]{0,2000}\\n){0,50}){3}",
            Pattern.CASE_INSENSITIVE);

    private static final Map<String, String> MIMES = Map.ofEntries(
            Map.entry("pdf", "application/pdf"),
            Map.entry("png", "image/png"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("gif", "image/gif"),
            Map.entry("webp", "image/webp"),
            Map.entry("bmp", "image/bmp"),
            Map.entry("tiff", "image/tiff"),
            Map.entry("heic", "image/heic"),
            Map.entry("ico", "image/vnd.microsoft.icon"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("rtf", "text/rtf"),
            Map.entry("rar", "application/x-rar"),
            Map.entry("7z", "application/x-7z-compressed"),
            Map.entry("gz", "application/gzip"),
            Map.entry("bz2", "application/x-bzip2"),
            Map.entry("xz", "application/x-xz"),
            Map.entry("cab", "application/vnd.ms-cab-compressed"),
            Map.entry("ace", "application/x-ace-compressed"),
            Map.entry("tar", "application/x-tar"),
            Map.entry("cpio", "application/x-cpio"),
            Map.entry("iso", "application/x-iso9660-image"),
            Map.entry("exe", "application/x-dosexec"),
            Map.entry("elf", "application/x-executable"),
            Map.entry("lnk", "application/x-ms-shortcut"),
            Map.entry("one", "application/onenote"),
            Map.entry("tnef", "application/vnd.ms-tnef"),
            Map.entry("zip", "application/zip"),
            Map.entry("jar", "application/java-archive"),
            Map.entry("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            Map.entry("docm", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            Map.entry("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            Map.entry("xlsm", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            Map.entry("xlsb", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            Map.entry("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
            Map.entry("pptm", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
            Map.entry("odt", "application/vnd.oasis.opendocument.text"),
            Map.entry("doc", "application/msword"),
            Map.entry("xls", "application/vnd.ms-excel"),
            Map.entry("ppt", "application/vnd.ms-powerpoint"),
            Map.entry("msg", "application/vnd.ms-outlook"),
            Map.entry("ole", "application/CDFV2"),
            Map.entry("html", "text/html"),
            Map.entry("xml", "text/xml"),
            Map.entry("eml", "message/rfc822"),
            Map.entry("ics", "text/calendar"),
            Map.entry("vcf", "text/vcard"),
            Map.entry("csv", "text/csv"),
            Map.entry("json", "application/json"),
            Map.entry("js", "text/plain"),
            Map.entry("txt", "text/plain"));

    private Kinds() {}

    static @Nullable String of(byte[] content, String declared, @Nullable String extension) {
        String kind = FileKind.of(content, declared);
        if (kind == null) {
            return new Bytes(content).has(0, "070701") || new Bytes(content).has(0, "070707") ? "cpio" : wide(content);
        }
        return kind.equals("txt") ? text(content, declared, extension) : kind;
    }

    /// Text in UTF-16 has zeros in it.
    private static @Nullable String wide(byte[] content) {
        Bytes bytes = new Bytes(content);
        return bytes.has(0, "\u00ff\u00fe") || bytes.has(0, "\u00fe\u00ff") ? "txt" : null;
    }

    private static String text(byte[] content, String declared, @Nullable String extension) {
        String head = new String(content, 0, Math.min(content.length, LOOKED_AT), StandardCharsets.ISO_8859_1);
        if (head.startsWith("07070")) {
            return "cpio";
        }
        if (MAIL.matcher(head.replace("\r", "")).find()) {
            return "eml";
        }
        if (declared.endsWith("/javascript")) {
            return "js";
        }
        return extension != null && (extension.equals("js") || extension.equals("jse") || extension.equals("mjs"))
                ? "js"
                : "txt";
    }

    /// The media type, as the usual detectors name it.
    static String mime(@Nullable String kind) {
        return kind == null ? "application/octet-stream" : MIMES.getOrDefault(kind, "application/octet-stream");
    }

    /// Whether it is an archive in ZIP, by whatever name.
    static boolean zipped(@Nullable String kind) {
        return kind != null
                && switch (kind) {
                    case "zip", "jar", "docx", "docm", "xlsx", "xlsm", "xlsb", "pptx", "pptm", "odt" -> true;
                    default -> false;
                };
    }

    /// Whether its bytes are characters.
    static boolean textual(@Nullable String kind) {
        return kind != null
                && switch (kind) {
                    case "txt", "html", "xml", "svg", "js", "json", "csv", "ics", "vcf", "eml", "rtf" -> true;
                    default -> false;
                };
    }
}
