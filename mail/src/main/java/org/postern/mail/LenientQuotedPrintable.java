package org.postern.mail;

import java.util.Arrays;

/// Decodes quoted-printable for reading: what is no valid escape stands for itself (RFC 2045 §6.7).
final class LenientQuotedPrintable {
    private LenientQuotedPrintable() {}

    static byte[] decode(byte[] bytes, int from, int to, int maxLength) {
        byte[] decoded = new byte[Math.min(maxLength, to - from)];
        int length = 0;
        int at = from;
        while (at < to && length < decoded.length) {
            byte next = bytes[at];
            if (Lines.isBlank(next)) {
                int textAfter = afterBlanks(bytes, at, to);
                boolean atLineEnd = textAfter == to || bytes[textAfter] == '\r' || bytes[textAfter] == '\n';
                int count = atLineEnd ? 0 : Math.min(textAfter - at, decoded.length - length);
                System.arraycopy(bytes, at, decoded, length, count); // Blanks at a line end were added in transport.
                length += count;
                at = textAfter;
            } else if (next != '=') {
                decoded[length++] = next;
                at++;
            } else {
                int octet = at + 2 < to ? Hex.octet(bytes, at + 1) : -1;
                int softEnd = octet < 0 ? afterSoftBreak(bytes, at + 1, to) : -1;
                if (softEnd < 0) {
                    decoded[length++] = octet < 0 ? next : (byte) octet;
                }
                at = softEnd >= 0 ? softEnd : octet < 0 ? at + 1 : at + 3;
            }
        }
        return length == decoded.length ? decoded : Arrays.copyOf(decoded, length);
    }

    private static int afterBlanks(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && Lines.isBlank(bytes[at])) {
            at++;
        }
        return at;
    }

    /// Where the next line starts when only blanks stand before a line end or the end; -1 otherwise.
    private static int afterSoftBreak(byte[] bytes, int from, int to) {
        int blanksEnd = afterBlanks(bytes, from, to);
        if (blanksEnd == to) {
            return to;
        }
        int next = Lines.afterBreak(bytes, blanksEnd, to);
        return next > blanksEnd ? next : -1;
    }
}
