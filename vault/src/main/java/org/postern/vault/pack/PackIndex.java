package org.postern.vault.pack;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The plaintext of a pack's footer: its number and a line for every object (`docs/format/vault.md` §3.4).
record PackIndex(long number, List<PackEntry> entries) {
    static final int MAX_ENTRIES = 200_000;
    private static final byte VERSION = 1;
    private static final int HEAD = 1 + 8 + 4;
    private static final int LINE = 1 + ObjectName.BYTES + 8 + 4 + 4 + 8;

    PackIndex {
        entries = List.copyOf(entries);
    }

    byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(HEAD + LINE * entries.size());
        out.put(VERSION).putLong(number).putInt(entries.size());
        for (PackEntry entry : entries) {
            out.put(entry.kind().code());
            entry.name().write(out);
            out.putLong(entry.location().offset()).putInt(entry.location().length());
            out.putInt(entry.plainLength()).putLong(entry.sequence());
        }
        return out.array();
    }

    /// Throws `IllegalArgumentException` when these are not the bytes of an index that this version knows.
    static PackIndex decode(byte[] plain) {
        ByteBuffer in = ByteBuffer.wrap(plain);
        try {
            int version = in.get();
            long number = in.getLong();
            int count = in.getInt();
            if (version != VERSION || count < 0 || in.remaining() != (long) count * LINE) {
                throw new IllegalArgumentException("a pack index of version " + version + " with " + count + " lines");
            }
            List<PackEntry> entries = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                entries.add(line(in, number));
            }
            return new PackIndex(number, entries);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("a pack index that ends early", e);
        }
    }

    private static PackEntry line(ByteBuffer in, long number) {
        int code = in.get();
        ObjectKind kind = ObjectKind.ofCode(code)
                .orElseThrow(() -> new IllegalArgumentException("a pack index with an object of kind " + code));
        ObjectName name = ObjectName.read(in);
        Location location = new Location(number, in.getLong(), in.getInt());
        return new PackEntry(kind, name, location, in.getInt(), in.getLong());
    }
}
