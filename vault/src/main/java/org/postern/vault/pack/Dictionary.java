package org.postern.vault.pack;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/// What a tenant's messages have in common, so that each need not say it again (`docs/format/vault.md` §4.5).
///
/// @param id what frames call it by: the first four bytes of its name; never 0
/// @param madeIn the pack from which it was trained
/// @param content as zstd takes it (RFC 8878 §5)
/// @param frame the sealed object, to be put into each pack that uses it
@SuppressWarnings("ArrayRecordComponent") // Known by its name; never compared.
record Dictionary(int id, ObjectName name, long madeIn, byte[] content, Frame frame) {
    private static final byte VERSION = 1;
    private static final int HEAD = 1 + 8;

    Dictionary {
        if (id == 0 || id != idOf(name)) {
            throw new IllegalArgumentException("a dictionary " + name + " called " + id);
        }
    }

    static int idOf(ObjectName name) {
        return ByteBuffer.wrap(name.bytes()).getInt();
    }

    static byte[] encode(long madeIn, byte[] content) {
        return ByteBuffer.allocate(HEAD + content.length)
                .put(VERSION)
                .putLong(madeIn)
                .put(content)
                .array();
    }

    /// Throws `IllegalArgumentException` when these are not the bytes of a dictionary that this version knows.
    static Dictionary decode(byte[] plain, Frame frame) {
        ByteBuffer in = ByteBuffer.wrap(plain);
        try {
            byte version = in.get();
            long madeIn = in.getLong();
            if (version != VERSION || !in.hasRemaining()) {
                throw new IllegalArgumentException("a dictionary of version " + version);
            }
            byte[] content = new byte[in.remaining()];
            in.get(content);
            return new Dictionary(idOf(frame.name()), frame.name(), madeIn, content, frame);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("a dictionary that ends early", e);
        }
    }
}
