package org.postern.vault.catalog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the primitive values of change records (`docs/format/vault.md` §1).
public final class RecordWriter {
    private byte[] bytes = new byte[1024];
    private int length;

    public RecordWriter octet(int value) {
        room(1);
        bytes[length++] = (byte) value;
        return this;
    }

    public RecordWriter fixed(long value) {
        room(8);
        ByteBuffer.wrap(bytes).putLong(length, value);
        length += 8;
        return this;
    }

    /// A number from 0 up: seven bits an octet, the low ones first, the top bit set on all but the last.
    public RecordWriter number(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            octet((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        return octet((int) rest);
    }

    public RecordWriter raw(byte[] value, int offset, int count) {
        room(count);
        System.arraycopy(value, offset, bytes, length, count);
        length += count;
        return this;
    }

    public RecordWriter raw(byte[] value) {
        return raw(value, 0, value.length);
    }

    public RecordWriter text(String value) {
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        return number(encoded.length).raw(encoded);
    }

    public RecordWriter optional(@Nullable String value) {
        return value == null ? octet(0) : octet(1).text(value);
    }

    public RecordWriter texts(List<String> values) {
        number(values.size());
        values.forEach(this::text);
        return this;
    }

    public byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void room(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, count), (int) Math.min(length * 2L, 1 << 30)));
        }
    }
}
