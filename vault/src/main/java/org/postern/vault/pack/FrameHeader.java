package org.postern.vault.pack;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/// The 56 bytes before every object in a pack: what it is, how long, and a checksum (`docs/format/vault.md` §3.2).
///
/// @param compressed whether the stored bytes are one zstd frame; otherwise they are the plaintext
/// @param storedLength bytes after compression and before sealing
/// @param dictionary with which it was compressed; 0 for none
record FrameHeader(
        ObjectKind kind, boolean compressed, int plainLength, int storedLength, int dictionary, ObjectName name) {
    static final int BYTES = 56;
    static final int AUTHENTICATED = BYTES - 4; // All but the checksum is bound to every segment.
    static final int MAX_PLAIN = 64 << 20;
    private static final int MAGIC = 0x50465231; // "PFR1"

    FrameHeader {
        if (plainLength < 0 || plainLength > MAX_PLAIN || storedLength < 0 || storedLength > MAX_PLAIN) {
            throw new IllegalArgumentException(
                    "an object has 0 to " + MAX_PLAIN + " bytes, not " + plainLength + " stored as " + storedLength);
        }
        if (dictionary != 0 && !compressed) {
            throw new IllegalArgumentException("a dictionary for an object that is not compressed");
        }
    }

    /// Bytes of the whole frame: header, salt, segments.
    int frameLength() {
        return BYTES + SegmentCipher.sealedLength(storedLength);
    }

    void write(ByteBuffer out) {
        int start = out.position();
        out.putInt(MAGIC).put(kind.code()).put((byte) (compressed ? 1 : 0)).putShort((short) 0);
        out.putInt(plainLength).putInt(storedLength).putInt(dictionary);
        name.write(out);
        out.putInt(checksum(out, start));
    }

    /// The header at the position of `in`; empty when these bytes are none, or damaged, or of a newer format.
    static Optional<FrameHeader> read(ByteBuffer in) {
        if (in.remaining() < BYTES) {
            return Optional.empty();
        }
        int start = in.position();
        if (in.getInt(start) != MAGIC || in.getInt(start + AUTHENTICATED) != checksum(in, start)) {
            return Optional.empty();
        }
        Optional<ObjectKind> kind = ObjectKind.ofCode(in.get(start + 4));
        int compression = in.get(start + 5);
        int dictionary = in.getInt(start + 16);
        boolean known = (compression == 1 || (compression == 0 && dictionary == 0)) && in.getShort(start + 6) == 0;
        int plain = in.getInt(start + 8);
        int stored = in.getInt(start + 12);
        if (kind.isEmpty() || !known || plain < 0 || plain > MAX_PLAIN || stored < 0 || stored > MAX_PLAIN) {
            return Optional.empty();
        }
        ObjectName name = ObjectName.read(in.slice(start + 20, ObjectName.BYTES));
        return Optional.of(new FrameHeader(kind.get(), compression == 1, plain, stored, dictionary, name));
    }

    static boolean mayBeAt(ByteBuffer bytes, int position) {
        return bytes.getInt(position) == MAGIC;
    }

    private static int checksum(ByteBuffer bytes, int start) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(start, AUTHENTICATED));
        return (int) crc.getValue();
    }
}
