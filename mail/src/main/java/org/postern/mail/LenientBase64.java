package org.postern.mail;

import java.util.Arrays;

/// Decodes base64 for reading: skips all that is no base64 digit, and goes on after padding in the middle.
final class LenientBase64 {
    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final byte[] VALUES = values();
    private static final byte JUNK = -1;

    private LenientBase64() {}

    /// The decoded bytes of `from` to `to`, at most `maxLength` of them.
    static byte[] decode(byte[] bytes, int from, int to, int maxLength) {
        byte[] decoded = new byte[(int) Math.min(maxLength, ((long) to - from) * 3 / 4 + 3)];
        int length = 0;
        int bits = 0;
        int bitCount = 0;
        for (int i = from; i < to && length < decoded.length; i++) {
            int value = VALUES[bytes[i] & 0xff];
            if (value != JUNK) {
                bits = bits << 6 | value;
                bitCount += 6;
                if (bitCount >= 8) {
                    bitCount -= 8;
                    decoded[length++] = (byte) (bits >> bitCount);
                }
            } else if (bytes[i] == '=') {
                bitCount = 0; // The end of one encoder's output; another may follow (mailing list footers).
            }
        }
        return length == decoded.length ? decoded : Arrays.copyOf(decoded, length);
    }

    private static byte[] values() {
        byte[] values = new byte[256];
        Arrays.fill(values, JUNK);
        for (int i = 0; i < DIGITS.length(); i++) {
            values[DIGITS.charAt(i)] = (byte) i;
        }
        return values;
    }
}
