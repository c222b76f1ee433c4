package org.postern.mail;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;

/// Quoted-printable (RFC 2045 §6.7) as a greedy encoder writes it: each line is filled before it is broken.
///
/// Which bytes are escaped is written as the difference to the RFC's own set (controls, `=`, and all from 127 up).
///
/// @param maxLine longest line with its soft break's `=`; 0 when the encoder breaks no lines
/// @param habits what else the encoder does that the RFC leaves open
/// @param exceptions the bytes (as ISO-8859-1) for which the RFC's set is wrong
/// @param lineStart the bytes (as ISO-8859-1) escaped only at the start of a line; `F` only in `From `
public record QuotedPrintableForm(LineEnd lineEnd, int maxLine, Set<Habit> habits, String exceptions, String lineStart)
        implements EncodingForm {
    /// What encoders do differently; the bits of the serialised form never change.
    public enum Habit {
        /// Escapes have lower-case digits.
        LOWER_CASE(0x10),
        /// The last piece of a line may take the column kept for `=`.
        FILLS_LAST(0x20),
        /// Blanks before a line end stand unescaped.
        RAW_TAIL(0x40),
        /// Line ends in the content are escaped like any other byte.
        BINARY(0x80),
        /// A soft break follows the last byte, as Exchange writes it.
        ENDS_SOFT(0x100),
        /// A soft break follows each escaped line feed.
        BREAKS_AFTER_LINE_FEED(0x200);

        private final int bit;

        Habit(int bit) {
            this.bit = bit;
        }
    }

    static final int MAX_LIST = 12;

    public QuotedPrintableForm {
        habits = Set.copyOf(habits);
        if (maxLine != 0 && (maxLine < 4 || maxLine > 10_000)) { // Less could not hold an escape and a soft break.
            throw new IllegalArgumentException("Quoted-printable form with lines of " + maxLine + " characters.");
        }
        if (exceptions.length() > MAX_LIST || lineStart.length() > MAX_LIST) {
            throw new IllegalArgumentException("Quoted-printable form with more than " + MAX_LIST + " exceptions.");
        }
    }

    boolean has(Habit habit) {
        return habits.contains(habit);
    }

    static boolean isEscapedByRule(int octet) {
        return (octet < ' ' && octet != '\t') || octet == '=' || octet >= 0x7f;
    }

    @Override
    public byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(8);
        int flags = FormBytes.QUOTED_PRINTABLE | lineEnd.code() << 2;
        for (Habit habit : habits) {
            flags |= habit.bit;
        }
        FormBytes.put(out, flags);
        FormBytes.put(out, maxLine);
        for (String list : new String[] {exceptions, lineStart}) {
            FormBytes.put(out, list.length());
            out.writeBytes(list.getBytes(StandardCharsets.ISO_8859_1));
        }
        return out.toByteArray();
    }

    static QuotedPrintableForm read(int kind, ByteBuffer in) {
        Set<Habit> habits = EnumSet.noneOf(Habit.class);
        int unknown = kind >> 4 << 4;
        for (Habit habit : Habit.values()) {
            if ((kind & habit.bit) != 0) {
                habits.add(habit);
                unknown &= ~habit.bit;
            }
        }
        if (unknown != 0) {
            throw new IllegalArgumentException(
                    "Quoted-printable form with unknown habits: it was written by a newer version.");
        }
        return new QuotedPrintableForm(LineEnd.ofCode(kind >> 2 & 3), FormBytes.number(in), habits, list(in), list(in));
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
