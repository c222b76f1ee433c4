package org.postern.connections.ews;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/// Decodes base64 (RFC 4648 §4) that comes in pieces, reading past white space.
final class Base64Stream {
    private static final byte[] VALUES = values();
    private static final byte SPACE = -2;

    private final OutputStream out;
    private final byte[] block = new byte[3 << 10];
    private int held;
    private int digits;
    private boolean padded;
    private int used;

    Base64Stream(OutputStream out) {
        this.out = out;
    }

    private static byte[] values() {
        byte[] values = new byte[128];
        Arrays.fill(values, (byte) -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            values[alphabet.charAt(i)] = (byte) i;
        }
        for (char space : " \t\r\n".toCharArray()) {
            values[space] = SPACE;
        }
        return values;
    }

    void write(char[] text, int start, int length) throws IOException {
        for (int i = start; i < start + length; i++) {
            char next = text[i];
            int value = next < 128 ? VALUES[next] : -1;
            if (value >= 0 && !padded) {
                held = held << 6 | value;
                if (++digits == 4) {
                    put(held >> 16, held >> 8, held);
                    digits = 0;
                }
            } else if (next == '=') {
                padded = true;
            } else if (value != SPACE) {
                throw new MalformedSoapException("the answer's base64 holds something else");
            }
        }
    }

    private void put(int... bytes) throws IOException {
        if (used + 3 > block.length) {
            flush();
        }
        for (int one : bytes) {
            block[used++] = (byte) one;
        }
    }

    private void flush() throws IOException {
        out.write(block, 0, used);
        used = 0;
    }

    void end() throws IOException {
        switch (digits) {
            case 0 -> {}
            case 2 -> put(held >> 4);
            case 3 -> put(held >> 10, held >> 2);
            default -> throw new MalformedSoapException("the answer's base64 ends in the middle");
        }
        flush();
    }
}
