package org.postern.mail;

/// Two hexadecimal digits as one byte.
final class Hex {
    private Hex() {}

    /// The byte that the digits at `at` and `at + 1` give, upper or lower case; -1 when they are no digits.
    static int octet(CharSequence text, int at) {
        return join(digit(text.charAt(at)), digit(text.charAt(at + 1)));
    }

    static int octet(byte[] bytes, int at) {
        return join(digit(bytes[at]), digit(bytes[at + 1]));
    }

    private static int join(int high, int low) {
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static int digit(int c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int letter = c | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }
}
