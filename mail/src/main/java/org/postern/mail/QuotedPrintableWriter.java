package org.postern.mail;

import java.nio.charset.StandardCharsets;
import org.postern.mail.QuotedPrintableForm.Habit;

/// Writes content as quoted-printable in a given form.
final class QuotedPrintableWriter {
    private static final byte[] UPPER = "0123456789ABCDEF".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] LOWER = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] FROM = "From ".getBytes(StandardCharsets.ISO_8859_1);
    private static final int SPARE = 16; // Room for two soft breaks and one escape.

    private final byte[] content;
    private final EncodedSink sink;
    private final byte[] lineEnd;
    private final byte[] digits;
    private final int maxLine;
    private final int lastRoom;
    private final boolean rawTail;
    private final boolean binary;
    private final boolean endsSoft;
    private final boolean breaksAfterLineFeed;
    private final boolean[] escaped = new boolean[256];
    private final boolean[] escapedFirst = new boolean[256];
    private final boolean[] plain = new boolean[256]; // Written as they are wherever they stand, but at a line's start.
    private final byte[] buffer = new byte[32 * 1024];
    private int filled;
    private int column;
    private boolean wanted = true;

    QuotedPrintableWriter(QuotedPrintableForm form, byte[] content, EncodedSink sink) {
        this.content = content;
        this.sink = sink;
        this.lineEnd = form.lineEnd().bytes();
        this.digits = form.has(Habit.LOWER_CASE) ? LOWER : UPPER;
        this.rawTail = form.has(Habit.RAW_TAIL);
        this.binary = form.has(Habit.BINARY);
        this.endsSoft = form.has(Habit.ENDS_SOFT);
        this.breaksAfterLineFeed = form.has(Habit.BREAKS_AFTER_LINE_FEED);
        this.maxLine = form.maxLine() == 0 ? Integer.MAX_VALUE : form.maxLine();
        this.lastRoom = form.has(Habit.FILLS_LAST) ? maxLine : maxLine - 1;
        for (int octet = 0; octet < 256; octet++) {
            boolean exception = form.exceptions().indexOf(octet) >= 0;
            escaped[octet] = QuotedPrintableForm.isEscapedByRule(octet) != exception;
            escapedFirst[octet] = form.lineStart().indexOf(octet) >= 0;
            plain[octet] = !escaped[octet] && octet != ' ' && octet != '\t' && octet != '\r' && octet != '\n';
        }
    }

    void run() {
        int at = 0;
        while (at < content.length && wanted) {
            if (buffer.length - filled < SPARE) {
                flush();
            }
            int plain = plainRun(at);
            if (plain > 0) {
                System.arraycopy(content, at, buffer, filled, plain);
                filled += plain;
                column += plain;
                at += plain;
            } else if (startsHardBreak(at)) {
                write(lineEnd);
                column = 0;
                at += lineEnd.length;
            } else {
                write(at++);
            }
        }
        if (endsSoft) {
            softBreak();
        }
        flush();
    }

    /// How many bytes from `at` on are written as they are: most are. A blank is one of them when such a byte follows,
    /// so
    /// that it is not the last of its line.
    private int plainRun(int at) {
        if (column == 0) {
            return 0; // The first of a line may be escaped for its place.
        }
        int room = Math.min(maxLine - 1 - column, buffer.length - filled - SPARE);
        int end = Math.min(content.length, at + Math.max(0, room));
        int i = at;
        while (i < end && plain[content[i] & 0xff]) {
            i++;
            if (i + 1 < end && content[i] == ' ' && !escaped[' '] && plain[content[i + 1] & 0xff]) {
                i += 2;
            }
        }
        return i - at;
    }

    private void write(int at) {
        int octet = content[at] & 0xff;
        boolean atEnd = at + 1 == content.length;
        boolean last = atEnd ? !endsSoft : startsHardBreak(at + 1);
        int width = isEscaped(octet, at, last) ? 3 : 1;
        if (column + width > (last ? lastRoom : maxLine - 1)) {
            softBreak();
            width = isEscaped(octet, at, last) ? 3 : 1;
        }
        if (width == 3) {
            buffer[filled++] = '=';
            buffer[filled++] = digits[octet >> 4];
            buffer[filled++] = digits[octet & 15];
        } else {
            buffer[filled++] = (byte) octet;
        }
        column += width;
        if (breaksAfterLineFeed && octet == '\n' && width == 3 && !atEnd) {
            softBreak();
        }
    }

    private void softBreak() {
        buffer[filled++] = '=';
        write(lineEnd);
        column = 0;
    }

    private boolean isEscaped(int octet, int at, boolean last) {
        if (escaped[octet]) {
            return true;
        }
        if (last && !rawTail && Lines.isBlank((byte) octet)) {
            return true;
        }
        return column == 0 && escapedFirst[octet] && (octet != 'F' || startsFrom(at));
    }

    private boolean startsFrom(int at) {
        for (int i = 0; i < FROM.length; i++) {
            if (at + i >= content.length || content[at + i] != FROM[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean startsHardBreak(int at) {
        if (content[at] != lineEnd[0] || binary) {
            return false;
        }
        return lineEnd.length == 1 || (at + 1 < content.length && content[at + 1] == lineEnd[1]);
    }

    private void write(byte[] octets) {
        for (byte octet : octets) {
            buffer[filled++] = octet;
        }
    }

    private void flush() {
        wanted = wanted && (filled == 0 || sink.accept(buffer, filled));
        filled = 0;
    }
}
