package org.postern.mail;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/// Base64 (RFC 2045 §6.8) in lines of one length.
///
/// @param lineLength digits in each line but the last; 0 when there is only one line, however long
/// @param padded whether `=` fills the last group
/// @param leadingBreaks line ends before the first digit
/// @param trailingBreaks line ends after the last digit
public record Base64Form(int lineLength, LineEnd lineEnd, boolean padded, int leadingBreaks, int trailingBreaks)
        implements EncodingForm {
    static final int MAX_NUMBER = (1 << 28) - 1;

    /// Content bytes encoded at a time: a multiple of 3, and small enough for the processor's cache.
    private static final int CHUNK = 12 * 1024;

    public Base64Form {
        check("line length", lineLength);
        check("leading line ends", leadingBreaks);
        check("trailing line ends", trailingBreaks);
    }

    private static void check(String what, int number) {
        if (number < 0 || number > MAX_NUMBER) {
            throw new IllegalArgumentException("Base64 form with " + number + " as its " + what + ".");
        }
    }

    @Override
    public byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(8);
        out.write(FormBytes.BASE64 | lineEnd.code() << 2 | (padded ? 0x10 : 0));
        FormBytes.put(out, lineLength);
        FormBytes.put(out, leadingBreaks);
        FormBytes.put(out, trailingBreaks);
        return out.toByteArray();
    }

    static Base64Form read(int kind, ByteBuffer in) {
        int lineLength = FormBytes.number(in);
        int leading = FormBytes.number(in);
        int trailing = FormBytes.number(in);
        return new Base64Form(lineLength, LineEnd.ofCode(kind >> 2 & 3), (kind & 0x10) != 0, leading, trailing);
    }

    @Override
    public void encode(byte[] content, EncodedSink sink) {
        LineWriter out = new LineWriter(lineLength, lineEnd.bytes(), sink);
        out.breaks(leadingBreaks);
        Base64.Encoder encoder =
                padded ? Base64.getEncoder() : Base64.getEncoder().withoutPadding();
        byte[] digits = new byte[CHUNK / 3 * 4];
        for (int at = 0; at < content.length && out.isWanted(); at += CHUNK) {
            byte[] chunk = Arrays.copyOfRange(content, at, Math.min(content.length, at + CHUNK));
            out.write(digits, encoder.encode(chunk, digits));
        }
        out.breaks(trailingBreaks);
        out.flush();
    }

    /// Cuts a stream of digits into lines.
    private static final class LineWriter {
        private final byte[] buffer = new byte[32 * 1024];
        private final int lineLength;
        private final byte[] lineEnd;
        private final EncodedSink sink;
        private int filled;
        private int column;
        private boolean wanted = true;

        LineWriter(int lineLength, byte[] lineEnd, EncodedSink sink) {
            this.lineLength = lineLength == 0 ? Integer.MAX_VALUE : lineLength;
            this.lineEnd = lineEnd;
            this.sink = sink;
        }

        boolean isWanted() {
            return wanted;
        }

        void write(byte[] digits, int length) {
            int at = 0;
            while (at < length && wanted) {
                if (column == lineLength) {
                    breaks(1);
                }
                reserve(1);
                int run = Math.min(Math.min(lineLength - column, length - at), buffer.length - filled);
                System.arraycopy(digits, at, buffer, filled, run);
                filled += run;
                column += run;
                at += run;
            }
        }

        void breaks(int count) {
            for (int i = 0; i < count && wanted; i++) {
                reserve(lineEnd.length);
                System.arraycopy(lineEnd, 0, buffer, filled, lineEnd.length);
                filled += lineEnd.length;
                column = 0;
            }
        }

        private void reserve(int length) {
            if (buffer.length - filled < length) {
                flush();
            }
        }

        void flush() {
            wanted = wanted && (filled == 0 || sink.accept(buffer, filled));
            filled = 0;
        }
    }
}
