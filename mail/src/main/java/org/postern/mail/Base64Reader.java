package org.postern.mail;

import java.util.Base64;
import java.util.Optional;
import org.postern.mail.EncodingForm.LineEnd;

/// Reads base64 that may be regular enough to be encoded again to the same bytes, and finds its form.
final class Base64Reader {
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
        byte[] digits = compact(firstDigit, lastDigit, lineLength, breakLength);
        Base64Form form = new Base64Form(
                oneLine ? 0 : Math.min(lineLength, Base64Form.MAX_NUMBER),
                lineEnd,
                isPadded(digits),
                Math.min((firstDigit - at) / breakLength, Base64Form.MAX_NUMBER),
                Math.min((end - lastDigit) / breakLength, Base64Form.MAX_NUMBER));
        try {
            return Optional.of(new ExactBody(Base64.getDecoder().decode(digits), form));
        } catch (IllegalArgumentException irregular) {
            return Optional.empty(); // A byte that is no digit, or a group cut short.
        }
    }

    private static boolean isPadded(byte[] digits) {
        return digits.length % 4 == 0; // Without a partial last group padding makes no difference.
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

    /// The digits without the line ends, taken to stand where the form says.
    private byte[] compact(int from, int to, int lineLength, int breakLength) {
        int total = to - from;
        int step = lineLength + breakLength;
        byte[] digits = new byte[total / step * lineLength + Math.min(total % step, lineLength)];
        int length = 0;
        for (int next = from; next < to; next += step) {
            int run = Math.min(lineLength, to - next);
            System.arraycopy(bytes, next, digits, length, run);
            length += run;
        }
        return digits;
    }

    private static boolean isBreak(byte octet) {
        return octet == '\r' || octet == '\n';
    }
}
