package org.postern.mail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Cuts a mailbox file into its messages, one at a time, holding no more than one in memory.
///
/// A `From ` line begins a message at the start of the file and after an empty line. What stands before the first one
/// is skipped.
public final class MboxReader {
    private static final int MAX_ENVELOPE = 1000;

    private final InputStream in;
    private final Mbox.Quoting quoting;
    private final int maxMessageBytes;
    private final byte[] buffer = new byte[64 * 1024];
    private int at;
    private int limit;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    private String envelope = "";

    MboxReader(InputStream in, Mbox.Quoting quoting, int maxMessageBytes) {
        if (maxMessageBytes < 1 || maxMessageBytes > 1 << 30) {
            throw new IllegalArgumentException("The largest message must be between 1 byte and 1 GiB.");
        }
        this.in = in;
        this.quoting = quoting;
        this.maxMessageBytes = maxMessageBytes;
    }

    /// The next message; empty at the end of the file.
    public Optional<Mbox.Entry> next() throws IOException {
        if (envelope.isEmpty() && !findFirst()) {
            return Optional.empty();
        }
        String own = envelope;
        envelope = "";
        Body body = new Body(maxMessageBytes);
        boolean afterBlank = true; // An empty message: its separator follows at once.
        while (readLine()) {
            byte[] text = line.toByteArray();
            if (afterBlank && Mbox.isFrom(text, 0, text.length)) {
                envelope = envelopeOf(text);
                break;
            }
            afterBlank = isEmptyLine(text);
            boolean quoted =
                    quoting == Mbox.Quoting.MBOXRD && text[0] == '>' && Mbox.isQuotedFrom(text, 0, text.length);
            body.add(text, quoted ? 1 : 0);
        }
        return Optional.of(body.entry(own));
    }

    private boolean findFirst() throws IOException {
        boolean afterBlank = true;
        while (readLine()) {
            byte[] text = line.toByteArray();
            if (afterBlank && Mbox.isFrom(text, 0, text.length)) {
                envelope = envelopeOf(text);
                return true;
            }
            afterBlank = isEmptyLine(text);
        }
        return false;
    }

    /// Reads one line with its LF; of a line longer than the limit only as much is kept. False at the end.
    private boolean readLine() throws IOException {
        line.reset();
        boolean any = false;
        while (fill()) {
            any = true;
            int end = at;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            boolean complete = end < limit;
            end += complete ? 1 : 0;
            int room = maxMessageBytes + MAX_ENVELOPE - line.size();
            line.write(buffer, at, Math.max(0, Math.min(end - at, room)));
            at = end;
            if (complete) {
                return true;
            }
        }
        return any;
    }

    private boolean fill() throws IOException {
        if (at < limit) {
            return true;
        }
        at = 0;
        limit = Math.max(0, in.read(buffer));
        return limit > 0;
    }

    private static boolean isEmptyLine(byte[] text) {
        return text.length > 0 && (text[0] == '\n' || (text.length == 2 && text[0] == '\r' && text[1] == '\n'));
    }

    private static String envelopeOf(byte[] text) {
        return new String(text, 0, Math.min(text.length, MAX_ENVELOPE), StandardCharsets.UTF_8).strip();
    }

    /// The message so far; the empty line before the separator does not belong to it.
    private static final class Body {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
        private final int maxBytes;
        private boolean complete = true;
        private int lastLine;

        Body(int maxBytes) {
            this.maxBytes = maxBytes;
        }

        void add(byte[] text, int from) {
            int length = Math.min(text.length - from, maxBytes + 2 - bytes.size());
            complete = complete && length == text.length - from;
            lastLine = bytes.size();
            bytes.write(text, from, Math.max(0, length));
        }

        Mbox.Entry entry(String envelope) {
            byte[] all = bytes.toByteArray();
            byte[] ending = Arrays.copyOfRange(all, Math.min(lastLine, all.length), all.length);
            int length = complete && isEmptyLine(ending) ? lastLine : all.length;
            boolean fits = complete && length <= maxBytes;
            return new Mbox.Entry(envelope, Arrays.copyOf(all, Math.min(length, maxBytes)), fits);
        }
    }
}
