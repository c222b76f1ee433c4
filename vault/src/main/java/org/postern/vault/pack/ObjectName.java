package org.postern.vault.pack;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/// The 32-byte keyed hash by which an object is known within its tenant.
public record ObjectName(long first, long second, long third, long fourth) {
    public static final int BYTES = 32;

    public static ObjectName of(byte[] name) {
        if (name.length != BYTES) {
            throw new IllegalArgumentException("an object name has 32 bytes, not " + name.length);
        }
        return read(ByteBuffer.wrap(name));
    }

    public static ObjectName read(ByteBuffer in) {
        return new ObjectName(in.getLong(), in.getLong(), in.getLong(), in.getLong());
    }

    public byte[] bytes() {
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        write(out);
        return out.array();
    }

    public void write(ByteBuffer out) {
        out.putLong(first).putLong(second).putLong(third).putLong(fourth);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes());
    }
}
