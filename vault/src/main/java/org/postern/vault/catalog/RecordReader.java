package org.postern.vault.catalog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what [RecordWriter] wrote; anything else is an `IllegalArgumentException`.
public final class RecordReader {
    private final ByteBuffer in;

    public RecordReader(byte[] bytes) {
        this.in = ByteBuffer.wrap(bytes);
    }

    public int octet() {
        need(1);
        return Byte.toUnsignedInt(in.get());
    }

    public long fixed() {
        need(8);
        return in.getLong();
    }

    public long number() {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int octet = octet();
            value |= (long) (octet & 0x7F) << shift;
            if (octet < 0x80) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number of more than 63 bits");
    }

    /// A number that counts bytes or values still to come.
    public int count() {
        long count = number();
        if (count > in.remaining()) {
            throw new IllegalArgumentException(count + " bytes or values announced, " + in.remaining() + " bytes left");
        }
        return (int) count;
    }

    public byte[] raw(int length) {
        need(length);
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    public String text() {
        return new String(raw(count()), StandardCharsets.UTF_8);
    }

    public @Nullable String optional() {
        return octet() == 0 ? null : text();
    }

    public List<String> texts() {
        int count = count();
        List<String> texts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            texts.add(text());
        }
        return texts;
    }

    public boolean hasMore() {
        return in.hasRemaining();
    }

    private void need(int length) {
        if (length < 0 || in.remaining() < length) {
            throw new IllegalArgumentException("the record ends early");
        }
    }
}
