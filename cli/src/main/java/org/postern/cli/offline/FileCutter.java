package org.postern.cli.offline;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Cuts a file that is not one message into pieces: an mbox into its messages, any other by length.
///
/// What it gives out, joined, is the file. Memory is bounded by the longest piece, whatever the file.
final class FileCutter {
    private final InputStream in;
    private final boolean mbox;
    private final int pieceMax;
    private byte[] buffer;
    private int base;
    private int filled;
    private boolean ended;

    /// Takes the file as it is cut.
    interface Taker {
        /// Bytes that stand between messages, such as an envelope line.
        void between(byte[] bytes, int start, int length);

        /// @param message whether a message begins here
        void piece(byte[] bytes, boolean message);
    }

    FileCutter(InputStream in, boolean mbox, int pieceMax) {
        this.in = in;
        this.mbox = mbox;
        this.pieceMax = pieceMax;
        this.buffer = new byte[Math.min(pieceMax, 64 << 10)];
    }

    /// Whether these first bytes of a file are those of an mbox (RFC 4155): an envelope line, then a header field.
    static boolean isMbox(byte[] head, int length) {
        int line = lineEnd(head, 0, length);
        return isEnvelope(head, 0, length) && line < length && isField(head, line, length);
    }

    /// Whether these first bytes of a file are those of a message: a header field (RFC 5322 §2.2).
    static boolean isMessage(byte[] head, int length) {
        return isField(head, 0, length);
    }

    private static boolean isField(byte[] bytes, int start, int length) {
        int at = start;
        while (at < length && bytes[at] > ' ' && bytes[at] < 0x7F && bytes[at] != ':') {
            at++;
        }
        return at > start && at < length && bytes[at] == ':';
    }

    private static boolean isEnvelope(byte[] bytes, int at, int length) {
        return length - at >= 5
                && bytes[at] == 'F'
                && bytes[at + 1] == 'r'
                && bytes[at + 2] == 'o'
                && bytes[at + 3] == 'm'
                && bytes[at + 4] == ' ';
    }

    private static int lineEnd(byte[] bytes, int from, int length) {
        int at = from;
        while (at < length && bytes[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, length);
    }

    void run(Taker taker) throws IOException {
        boolean inside = false; // Of a message that was longer than a piece.
        while (true) {
            int start = mbox && !inside ? envelopeEnd() : base;
            int next = mbox ? nextEnvelope(start) : filled;
            if (next == filled && !ended && filled - base < pieceMax) {
                fill();
                continue;
            }
            if (filled == base) {
                return;
            }
            boolean whole = next < filled || ended;
            int end = mbox && whole ? beforeBlankLine(start, next) : next;
            taker.between(buffer, base, start - base);
            if (end > start) {
                taker.piece(Arrays.copyOfRange(buffer, start, end), mbox && !inside);
            }
            taker.between(buffer, end, next - end);
            inside = mbox && !whole;
            base = next;
        }
    }

    /// Reads on, after making room for it; at the end of the file there is nothing more to come.
    private void fill() throws IOException {
        if (base > 0) {
            System.arraycopy(buffer, base, buffer, 0, filled - base);
            filled -= base;
            base = 0;
        } else if (filled == buffer.length) {
            buffer = Arrays.copyOf(buffer, (int) Math.min(pieceMax, 4L * buffer.length));
        }
        int read = in.readNBytes(buffer, filled, buffer.length - filled);
        ended = read < buffer.length - filled;
        filled += read;
    }

    private int envelopeEnd() {
        return isEnvelope(buffer, base, filled) ? lineEnd(buffer, base, filled) : base;
    }

    /// Where the next message's envelope line begins: behind an empty line; the end of what is there when there is
    /// none.
    private int nextEnvelope(int from) {
        for (int at = from; at < filled; at++) {
            if (buffer[at] == '\n' && isEnvelope(buffer, at + 1, filled) && isEmptyLine(at, from)) {
                return at + 1;
            }
        }
        return filled;
    }

    /// Whether the line that ends at `at` is empty.
    private boolean isEmptyLine(int at, int from) {
        int before = at > 0 && buffer[at - 1] == '\r' ? at - 2 : at - 1;
        return before < from || buffer[before] == '\n';
    }

    /// The end of the message, without the empty line that belongs to the mbox.
    private int beforeBlankLine(int start, int end) {
        int at = end;
        if (at > start && buffer[at - 1] == '\n' && isEmptyLine(at - 1, start)) {
            at -= at - 1 > start && buffer[at - 2] == '\r' ? 2 : 1;
        }
        return at;
    }
}
