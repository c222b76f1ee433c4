package org.postern.lab.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the messages of one file; their bytes stay there.
final class MailFile {
    private static final long MESSAGE_BYTES_MAX = 150L * 1024 * 1024; // the largest that Exchange can hold
    private static final Pattern STATUS = Pattern.compile("(?im)^(?:X-)?Status:[ \t]*([A-Z]*)[ \t]*\r?$");

    private final Path file;
    private final TakeReport.Tally tally;

    MailFile(Path file, TakeReport.Tally tally) {
        this.file = file;
        this.tally = tally;
    }

    /// The file's messages; none when it is not mail or cannot be read, which then is in the tally.
    List<Message> messages() {
        try {
            byte[] head = head(0, FileKind.HEAD_BYTES);
            List<Message> messages = switch (FileKind.of(fileName(), head)) {
                case FileKind.Other(String reason) -> {
                    tally.passOver(file, reason);
                    yield List.of();
                }
                case FileKind.OneMessage() -> whole();
                case FileKind.Emlx() -> emlx(head);
                case FileKind.Mbox() -> mbox();
            };
            if (!messages.isEmpty()) {
                tally.file();
            }
            return messages;
        } catch (IOException e) {
            tally.passOver(file, "cannot be read: " + e.getClass().getSimpleName());
            return List.of();
        }
    }

    /// The file as one message of a Maildir, whatever it looks like: Maildir says that it is one.
    Message inMaildir() throws IOException {
        MaildirName name = MaildirName.of(fileName());
        Content content = Content.range(file, 0, Files.size(file));
        tally.file();
        tally.message(content.size());
        return new Message(
                content,
                receivedAt(head(0, FileKind.HEAD_BYTES), ""),
                name.read(),
                name.draft(),
                name.flagged() ? Message.FollowUp.FLAGGED : Message.FollowUp.NOT_FLAGGED,
                List.of());
    }

    private List<Message> whole() throws IOException {
        return List.of(message(0, Files.size(file), ""));
    }

    private List<Message> emlx(byte[] head) throws IOException {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        int lineEnd = text.indexOf('\n');
        String digits = lineEnd < 0 ? "" : text.substring(0, lineEnd).strip();
        long size = Files.size(file);
        boolean sound = digits.matches("[0-9]{1,9}") && lineEnd + 1 + Long.parseLong(digits) <= size;
        return sound ? List.of(message(lineEnd + 1, Long.parseLong(digits), "")) : whole();
    }

    /// An mbox; a file that merely begins with a `From ` line and is not named as an mbox is one message with it.
    private List<Message> mbox() throws IOException {
        List<MboxIndex.Entry> entries = MboxIndex.of(file);
        String name = fileName().toLowerCase(Locale.ROOT);
        boolean named = name.endsWith(".mbox") || name.endsWith(".mbx") || name.equals("mbox");
        if (entries.isEmpty() || (entries.size() == 1 && !named)) {
            return whole();
        }
        List<Message> messages = new ArrayList<>();
        for (MboxIndex.Entry entry : entries) {
            if (entry.length() <= MESSAGE_BYTES_MAX) {
                messages.add(message(entry.offset(), entry.length(), entry.separator()));
            } else {
                tally.passOver(file, "a message in it is larger than 150 MB");
            }
        }
        return messages;
    }

    private Message message(long offset, long length, String separator) throws IOException {
        if (length > MESSAGE_BYTES_MAX) {
            throw new IOException("larger than 150 MB");
        }
        byte[] head = head(offset, (int) Math.min(length, FileKind.HEAD_BYTES));
        tally.message(length);
        String status = separator.isEmpty() ? "" : status(head);
        return new Message(
                Content.range(file, offset, length),
                receivedAt(head, separator),
                status.isEmpty() || status.contains("R"),
                false,
                status.contains("F") ? Message.FollowUp.FLAGGED : Message.FollowUp.NOT_FLAGGED,
                List.of());
    }

    /// The letters of `Status` and `X-Status`, in which mbox programs keep R (read) and F (flagged).
    private static String status(byte[] head) {
        StringBuilder letters = new StringBuilder();
        Matcher matcher = STATUS.matcher(new String(head, StandardCharsets.ISO_8859_1).split("\r?\n\r?\n", 2)[0]);
        while (matcher.find()) {
            letters.append(matcher.group(1));
        }
        return letters.toString();
    }

    private Instant receivedAt(byte[] head, String separator) throws IOException {
        Instant modified = Files.getLastModifiedTime(file).toInstant();
        return MailDate.ofText(separator)
                .or(() -> MailDate.ofHead(new String(head, StandardCharsets.ISO_8859_1)))
                .orElse(modified);
    }

    private byte[] head(long offset, int length) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(offset);
            return in.readNBytes(length);
        }
    }

    private String fileName() {
        return String.valueOf(file.getFileName());
    }
}
