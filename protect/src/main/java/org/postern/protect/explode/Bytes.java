package org.postern.protect.explode;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A file's bytes, and the numbers in them; what points outside makes the file malformed.
final class Bytes {
    private final byte[] array;

    Bytes(byte[] array) {
        this.array = array;
    }

    byte[] array() {
        return array;
    }

    int length() {
        return array.length;
    }

    int u8(long at) {
        return array[check(at, 1)] & 0xff;
    }

    int u16(long at) {
        int i = check(at, 2);
        return (array[i] & 0xff) | (array[i + 1] & 0xff) << 8;
    }

    long u32(long at) {
        return u16(at) | (long) u16(at + 2) << 16;
    }

    long i64(long at) {
        return u32(at) | u32(at + 4) << 32;
    }

    int u16Big(long at) {
        int i = check(at, 2);
        return (array[i] & 0xff) << 8 | (array[i + 1] & 0xff);
    }

    long u32Big(long at) {
        return (long) u16Big(at) << 16 | u16Big(at + 2);
    }

    byte[] slice(long from, long length) {
        int i = check(from, length);
        return Arrays.copyOfRange(array, i, i + (int) length);
    }

    String text(long from, long length, Charset charset) {
        return new String(array, check(from, length), (int) length, charset);
    }

    String latin(long from, long length) {
        return text(from, length, StandardCharsets.ISO_8859_1);
    }

    /// Whether these characters of ISO 8859-1 stand there.
    boolean has(long at, String wanted) {
        if (at < 0 || at + wanted.length() > array.length) {
            return false;
        }
        for (int i = 0; i < wanted.length(); i++) {
            if ((array[(int) at + i] & 0xff) != wanted.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// Where these characters of ISO 8859-1 next stand; below zero if nowhere.
    int find(String wanted, long from) {
        byte first = (byte) wanted.charAt(0);
        for (int at = Math.clamp(from, 0, array.length); at <= array.length - wanted.length(); at++) {
            if (array[at] == first && has(at, wanted)) {
                return at;
            }
        }
        return -1;
    }

    int findLast(String wanted) {
        for (int at = array.length - wanted.length(); at >= 0; at--) {
            if (has(at, wanted)) {
                return at;
            }
        }
        return -1;
    }

    private int check(long at, long length) {
        if (at < 0 || length < 0 || at > array.length - length) {
            throw new MalformedException("bytes " + at + " to " + (at + length) + " of " + array.length);
        }
        return (int) at;
    }
}
