package org.postern.mail;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/// The numbers that serialised encoding forms are made of.
final class FormBytes {
    static final int KIND_MASK = 3;
    static final int BASE64 = 1;
    static final int QUOTED_PRINTABLE = 2;

    private FormBytes() {}

    static void put(ByteArrayOutputStream out, int number) {
        int rest = number;
        while (rest > 0x7f) {
            out.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    static int number(ByteBuffer in) {
        int number = 0;
        for (int shift = 0; shift < 28; shift += 7) {
            int octet = octet(in);
            number |= (octet & 0x7f) << shift;
            if (octet < 0x80) {
                return number;
            }
        }
        throw new IllegalArgumentException("Encoding form holds a number above 2^28: the record is damaged.");
    }

    static int octet(ByteBuffer in) {
        if (!in.hasRemaining()) {
            throw new IllegalArgumentException("Encoding form is cut short: the record that holds it is damaged.");
        }
        return in.get() & 0xff;
    }
}
