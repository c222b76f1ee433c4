package org.postern.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Mailbox files in the mbox family (RFC 4155): one after another, messages that begin with a `From ` line.
///
/// Written as mboxrd: a line of the message that begins with any number of `>` and then `From ` gets one `>` more,
/// which reading takes off again, so that every message comes back to the byte. One thing mbox cannot hold is a
/// message without a line end at its end: it gains one.
public final class Mbox {
    /// What was done to lines of a message that look like the start of the next.
    public enum Quoting {
        /// One `>` was put before each such line, and is taken off.
        MBOXRD,
        /// Lines are taken as they stand.
        NONE
    }

    /// A message cut from a mailbox file.
    ///
    /// @param envelope the `From ` line without its line end
    /// @param complete false when the message is larger than the limit, and its end is missing
    @SuppressWarnings("ArrayRecordComponent") // Handed over from reader to caller, never compared.
    public record Entry(String envelope, byte[] message, boolean complete) {}

    private static final DateTimeFormatter ENVELOPE_DATE = DateTimeFormatter.ofPattern(
                    "EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Mbox() {}

    /// Cuts the stream into messages while it is read; the stream is the caller's to close.
    public static MboxReader reader(InputStream in, Quoting quoting, int maxMessageBytes) {
        return new MboxReader(in, quoting, maxMessageBytes);
    }

    /// Appends a message; line ends stay as they are.
    ///
    /// @param sender the envelope sender's address; blanks and controls in it are dropped, none is `MAILER-DAEMON`
    public static void write(OutputStream out, String sender, Instant received, byte[] message) throws IOException {
        String address = sender.replaceAll("[\\s\\p{Cntrl}]", "");
        String envelope =
                "From " + (address.isEmpty() ? "MAILER-DAEMON" : address) + " " + ENVELOPE_DATE.format(received) + "\n";
        out.write(envelope.getBytes(StandardCharsets.UTF_8));
        int copied = 0;
        for (int line = 0; line < message.length; line = nextLine(message, line)) {
            if (isQuotedFrom(message, line, message.length)) {
                out.write(message, copied, line - copied);
                out.write('>');
                copied = line;
            }
        }
        out.write(message, copied, message.length - copied);
        boolean ended = message.length > 0 && message[message.length - 1] == '\n';
        out.write(ended ? "\n".getBytes(StandardCharsets.US_ASCII) : "\n\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static int nextLine(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && bytes[at] != '\n') {
            at++;
        }
        return at + 1;
    }

    /// Whether the line at `from` is `From ` after any number of `>`.
    static boolean isQuotedFrom(byte[] bytes, int from, int limit) {
        int at = from;
        while (at < limit && bytes[at] == '>') {
            at++;
        }
        return isFrom(bytes, at, limit);
    }

    static boolean isFrom(byte[] bytes, int at, int limit) {
        return limit - at >= 5
                && bytes[at] == 'F'
                && bytes[at + 1] == 'r'
                && bytes[at + 2] == 'o'
                && bytes[at + 3] == 'm'
                && bytes[at + 4] == ' ';
    }
}
