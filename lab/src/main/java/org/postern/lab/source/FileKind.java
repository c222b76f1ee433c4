package org.postern.lab.source;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// What a file found in a folder of mail is, judged by its name and its first bytes.
///
/// In doubt a file is a message: a lab that holds one file too many harms nobody, one that drops a strange message
/// hides the very mail that is worth testing with.
sealed interface FileKind {
    /// One message: the whole file.
    record OneMessage() implements FileKind {}

    /// Messages one after another, each below a line that begins with `From ` (RFC 4155).
    record Mbox() implements FileKind {}

    /// Apple Mail's file: a line with the message's length, the message, and a property list.
    record Emlx() implements FileKind {}

    /// Something else, which is passed over.
    record Other(String reason) implements FileKind {}

    /// How much of a file [#of] wants to see.
    int HEAD_BYTES = 16 * 1024;

    /// Judges a file by its name and its first [#HEAD_BYTES] bytes.
    static FileKind of(String fileName, byte[] head) {
        return new Judge(fileName, head).judge();
    }

    /// The rules, in their order.
    final class Judge {
        private static final Set<String> MAIL_NAMES =
                Set.of("", "eml", "mime", "raw", "txt", "mail", "email", "rfc822", "mbox", "mbx", "msg", "out", "emlx");
        private static final Set<String> OTHER_NAMES = Set.of(
                "json",
                "jsonl",
                "md",
                "markdown",
                "png",
                "jpg",
                "jpeg",
                "gif",
                "webp",
                "svg",
                "ico",
                "pdf",
                "zip",
                "gz",
                "xz",
                "tar",
                "html",
                "htm",
                "css",
                "js",
                "java",
                "py",
                "rb",
                "go",
                "rs",
                "xml",
                "yml",
                "yaml",
                "msf");
        private static final Set<String> INDEX_NAMES = Set.of(
                ".ds_store",
                "thumbs.db",
                "desktop.ini",
                "maildirfolder",
                "subscriptions",
                "dovecot-uidlist",
                "dovecot-keywords",
                "dovecot.index",
                "dovecot.index.log",
                "dovecot.index.cache",
                "courierimapuiddb",
                "readme",
                "license",
                "copying",
                "makefile",
                ".gitignore",
                ".gitattributes");
        private static final List<String> MAGIC = List.of(
                "\u0089PNG",
                "GIF8",
                "\u00ff\u00d8\u00ff",
                "RIFF",
                "%PDF",
                "PK\u0003\u0004",
                "\u001f\u008b",
                "SQLite format",
                "\u00fd7zXZ",
                "\u007fELF",
                "-----BEGIN ",
                "MZ\u0090");
        private static final String OUTLOOK_MAGIC = "\u00d0\u00cf\u0011\u00e0"; // MS-CFB 2.2
        private static final Pattern FIELD = Pattern.compile("[!-9;-~]{1,80}[ \t]*:.*");
        private static final Pattern MAIL_FIELD = Pattern.compile(
                "(?i)(from|to|cc|subject|date|sender|reply-to|received|return-path|delivered-to|message-id"
                        + "|mime-version|content-type|content-transfer-encoding)[ \t]*:.*");
        private static final int LINES_JUDGED = 30;

        private final String name;
        private final String extension;
        private final byte[] head;
        private final String text;

        Judge(String fileName, byte[] head) {
            this.name = fileName.toLowerCase(Locale.ROOT);
            int dot = name.lastIndexOf('.');
            this.extension = dot < 0 || dot < name.length() - 12 ? "" : name.substring(dot + 1);
            this.head = head;
            this.text = new String(head, StandardCharsets.ISO_8859_1);
        }

        FileKind judge() {
            if (head.length == 0) {
                return new Other("empty file");
            }
            if (INDEX_NAMES.contains(name)) {
                return new Other("an index or note beside mail");
            }
            if (text.startsWith(OUTLOOK_MAGIC)) {
                return new Other("Outlook's own format (.msg), not MIME");
            }
            if (MAGIC.stream().anyMatch(text::startsWith)) {
                return new Other("a picture, archive, document, key or program");
            }
            return byText();
        }

        private FileKind byText() {
            boolean looksLikeMail = hasLine(MAIL_FIELD);
            if (extension.equals("emlx") && Character.isDigit(text.charAt(0))) {
                return new Emlx();
            }
            if (text.startsWith("From ") && !extension.equals("eml")) {
                return new Mbox();
            }
            if (OTHER_NAMES.contains(extension)
                    && !(looksLikeMail && FIELD.matcher(firstLine()).matches())) {
                return new Other("a ." + extension + " file that does not begin like mail");
            }
            if (looksLikeMail || extension.equals("eml")) {
                return new OneMessage();
            }
            boolean odd = MAIL_NAMES.contains(extension) || !extension.matches("[a-z][a-z0-9]{1,5}");
            return odd && !isBinary()
                    ? new OneMessage()
                    : new Other("no header field of mail in its first " + LINES_JUDGED + " lines");
        }

        private boolean hasLine(Pattern pattern) {
            return text.lines()
                    .limit(LINES_JUDGED)
                    .anyMatch(line -> pattern.matcher(line).matches());
        }

        private String firstLine() {
            return text.lines().findFirst().orElse("");
        }

        /// More than a tenth of control characters: no text in any charset.
        private boolean isBinary() {
            long control = text.chars()
                    .filter(c -> c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != 0x1b && c != '\f')
                    .count();
            return control * 10 > text.length();
        }
    }
}
