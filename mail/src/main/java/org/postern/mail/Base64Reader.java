package org.postern.mail;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.postern.mail.EncodingForm.LineEnd;

/// Reads base64 that may be regular enough to be encoded again to the same bytes, and finds its form.
final class Base64Reader {
    /// Digits decoded at a time: whole groups, few enough to stay in the processor's cache.
    private static final int WINDOW = 16 << 10;

    private static final Base64.Decoder DECODER = Base64.getDecoder();

    private final byte[] bytes;
    private final int end;
    private int at;

    private Base64Reader(byte[] bytes, ByteRange body) {
        this.bytes = bytes;
        this.at = body.start();
        this.end = body.end();
    }

    /// The content and the form it seems to have; the caller proves it by encoding.
    static Optional<ExactBody> read(byte[] bytes, ByteRange body) {
        return new Base64Reader(bytes, body).read();
    }

    private Optional<ExactBody> read() {
        int firstDigit = at;
        while (firstDigit < end && isBreak(bytes[firstDigit])) {
            firstDigit++;
        }
        int lastDigit = end;
        while (lastDigit > firstDigit && isBreak(bytes[lastDigit - 1])) {
            lastDigit--;
        }
        int lineLength = Lines.endOfText(bytes, firstDigit, lastDigit) - firstDigit;
        LineEnd lineEnd = lineEnd(firstDigit, lastDigit, lineLength);
        int breakLength = lineEnd.bytes().length;
        boolean oneLine = firstDigit + lineLength == lastDigit;
        long count = digits(lastDigit - firstDigit, lineLength, breakLength);
        Base64Form form = new Base64Form(
                oneLine ? 0 : Math.min(lineLength, Base64Form.MAX_NUMBER),
                lineEnd,
                count % 4 == 0, // Without a partial last group padding makes no difference.
                Math.min((firstDigit - at) / breakLength, Base64Form.MAX_NUMBER),
                Math.min((end - lastDigit) / breakLength, Base64Form.MAX_NUMBER));
        return decode(firstDigit, lastDigit, lineLength, breakLength).map(content -> new ExactBody(content, form));
    }

    private LineEnd lineEnd(int firstDigit, int lastDigit, int lineLength) {
        int sample = firstDigit > at ? at : firstDigit + lineLength;
        if (sample >= end) {
            sample = lastDigit;
        }
        if (sample >= end) {
            return LineEnd.CRLF;
        }
        if (bytes[sample] == '\n') {
            return LineEnd.LF;
        }
        return sample + 1 < end && bytes[sample + 1] == '\n' ? LineEnd.CRLF : LineEnd.CR;
    }

    /// How many digits there are when each line but the last is as long as the first.
    private static int digits(int length, int lineLength, int breakLength) {
        int step = lineLength + breakLength;
        return length / step * lineLength + Math.min(length % step, lineLength);
    }

    /// The content of the digits, taken to stand where the form says; window by window, so that beside the message
    /// there
    /// is only the content. Empty at a byte that is no digit, or a group cut short.
    private Optional<byte[]> decode(int from, int to, int lineLength, int breakLength) {
        int left = digits(to - from, lineLength, breakLength);
        byte[] content = new byte[contentLength(left, to)];
        byte[] window = new byte[Math.min(WINDOW, left)];
        byte[] decoded = new byte[window.length / 4 * 3 + 3];
        int line = from;
        int column = 0;
        int length = 0;
        try {
            while (left > 0) {
                int take = Math.min(window.length, left);
                for (int filled = 0; filled < take; ) {
                    int run = Math.min(lineLength - column, take - filled);
                    System.arraycopy(bytes, line + column, window, filled, run);
                    filled += run;
                    column += run;
                    if (column == lineLength) {
                        line += lineLength + breakLength;
                        column = 0;
                    }
                }
                left -= take;
                byte[] digits = take == window.length ? window : Arrays.copyOf(window, take);
                int count = DECODER.decode(digits, decoded);
                if (count > content.length - length) {
                    return Optional.empty();
                }
                System.arraycopy(decoded, 0, content, length, count);
                length += count;
            }
        } catch (IllegalArgumentException irregular) {
            return Optional.empty();
        }
        return length == content.length ? Optional.of(content) : Optional.empty();
    }

    private int contentLength(int digits, int to) {
        int padding = 0;
        while (padding < 2 && padding < digits && bytes[to - 1 - padding] == '=') {
            padding++;
        }
        return Math.toIntExact((digits - padding) * 3L / 4);
    }

    private static boolean isBreak(byte octet) {
        return octet == '\r' || octet == '\n';
    }
}
