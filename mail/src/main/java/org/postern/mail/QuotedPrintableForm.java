package org.postern.mail;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Quoted-printable (RFC 2045 §6.7) as a greedy encoder writes it: each line is filled before it is broken.
///
/// Which bytes are escaped is written as the difference to the RFC's own set (controls, `=`, and all from 127 up).
///
/// @param maxLine longest line with its soft break's `=`; 0 when the encoder breaks no lines
/// @param lowerCase whether escapes have lower-case digits
/// @param fillsLast whether the last piece of a line may take the column kept for `=`
/// @param rawTail whether blanks before a line end stand unescaped
/// @param binary whether line ends in the content are escaped like any other byte
/// @param exceptions the bytes (as ISO-8859-1) for which the RFC's set is wrong
/// @param lineStart the bytes (as ISO-8859-1) escaped only at the start of a line; `F` only in `From `
public record QuotedPrintableForm(
        LineEnd lineEnd,
        int maxLine,
        boolean lowerCase,
        boolean fillsLast,
        boolean rawTail,
        boolean binary,
        String exceptions,
        String lineStart)
        implements EncodingForm {
    static final int MAX_LIST = 12;
    private static final int LOWER_CASE = 0x10;
    private static final int FILLS_LAST = 0x20;
    private static final int RAW_TAIL = 0x40;
    private static final int BINARY = 0x80;

    public QuotedPrintableForm {
        if (maxLine != 0 && (maxLine < 4 || maxLine > 10_000)) { // Less could not hold an escape and a soft break.
            throw new IllegalArgumentException("Quoted-printable form with lines of " + maxLine + " characters.");
        }
        if (exceptions.length() > MAX_LIST || lineStart.length() > MAX_LIST) {
            throw new IllegalArgumentException("Quoted-printable form with more than " + MAX_LIST + " exceptions.");
        }
    }

    static boolean isEscapedByRule(int octet) {
        return (octet < ' ' && octet != '\t') || octet == '=' || octet >= 0x7f;
    }

    @Override
    public byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(8);
        int flags = (lowerCase ? LOWER_CASE : 0) | (fillsLast ? FILLS_LAST : 0) | (rawTail ? RAW_TAIL : 0);
        flags |= binary ? BINARY : 0;
        FormBytes.put(out, FormBytes.QUOTED_PRINTABLE | lineEnd.code() << 2 | flags);
        FormBytes.put(out, maxLine);
        for (String list : new String[] {exceptions, lineStart}) {
            FormBytes.put(out, list.length());
            out.writeBytes(list.getBytes(StandardCharsets.ISO_8859_1));
        }
        return out.toByteArray();
    }

    static QuotedPrintableForm read(int kind, ByteBuffer in) {
        return new QuotedPrintableForm(
                LineEnd.ofCode(kind >> 2 & 3),
                FormBytes.number(in),
                (kind & LOWER_CASE) != 0,
                (kind & FILLS_LAST) != 0,
                (kind & RAW_TAIL) != 0,
                (kind & BINARY) != 0,
                list(in),
                list(in));
    }

    private static String list(ByteBuffer in) {
        byte[] octets = new byte[Math.min(FormBytes.number(in), in.remaining() + 1)];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) FormBytes.octet(in);
        }
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void encode(byte[] content, EncodedSink sink) {
        new QuotedPrintableWriter(this, content, sink).run();
    }
}
