package org.postern.mail;

import java.nio.charset.StandardCharsets;

/// Writes content as quoted-printable in a given form.
final class QuotedPrintableWriter {
    private static final byte[] UPPER = "0123456789ABCDEF".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] LOWER = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] FROM = "From ".getBytes(StandardCharsets.ISO_8859_1);
    private static final int SPARE = 8; // Room for a soft break and one escape.

    private final QuotedPrintableForm form;
    private final byte[] content;
    private final EncodedSink sink;
    private final byte[] lineEnd;
    private final byte[] digits;
    private final int maxLine;
    private final boolean[] escaped = new boolean[256];
    private final boolean[] escapedFirst = new boolean[256];
    private final byte[] buffer = new byte[32 * 1024];
    private int filled;
    private int column;
    private boolean wanted = true;

    QuotedPrintableWriter(QuotedPrintableForm form, byte[] content, EncodedSink sink) {
        this.form = form;
        this.content = content;
        this.sink = sink;
        this.lineEnd = form.lineEnd().bytes();
        this.digits = form.lowerCase() ? LOWER : UPPER;
        this.maxLine = form.maxLine() == 0 ? Integer.MAX_VALUE : form.maxLine();
        for (int octet = 0; octet < 256; octet++) {
            boolean exception = form.exceptions().indexOf(octet) >= 0;
            escaped[octet] = QuotedPrintableForm.isEscapedByRule(octet) != exception;
            escapedFirst[octet] = form.lineStart().indexOf(octet) >= 0;
        }
    }

    void run() {
        int at = 0;
        while (at < content.length && wanted) {
            if (buffer.length - filled < SPARE) {
                flush();
            }
            if (startsHardBreak(at)) {
                write(lineEnd);
                column = 0;
                at += lineEnd.length;
            } else {
                write(at);
                at++;
            }
        }
        flush();
    }

    private void write(int at) {
        int octet = content[at] & 0xff;
        boolean last = at + 1 == content.length || startsHardBreak(at + 1);
        int room = last && form.fillsLast() ? maxLine : maxLine - 1;
        int width = isEscaped(octet, at, last) ? 3 : 1;
        if (column + width > room) {
            buffer[filled++] = '=';
            write(lineEnd);
            column = 0;
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
    }

    private boolean isEscaped(int octet, int at, boolean last) {
        if (escaped[octet]) {
            return true;
        }
        if (last && !form.rawTail() && Lines.isBlank((byte) octet)) {
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
        if (content[at] != lineEnd[0] || form.binary()) {
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
