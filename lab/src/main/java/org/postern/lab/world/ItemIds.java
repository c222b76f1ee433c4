package org.postern.lab.world;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/// The ids of one mailbox's folders and items, in the three spaces that Graph has.
///
/// Ids carry what they stand for and a check, so that no table of them is kept and an id from another mailbox, or one
/// that was tampered with, is found out. They look like Exchange's and, like those, are case-sensitive base64url.
public final class ItemIds {
    private static final byte[] MUTABLE = {0x00, 0x03, 0x24, 0x00};
    private static final byte[] IMMUTABLE = {0x00, 0x09, 0x00, 0x2e};
    private static final byte[] FOLDER = {0x00, 0x03, 0x24, 0x01};
    private static final int LENGTH = 4 + 16 + Integer.BYTES + Long.BYTES + Long.BYTES + 2;

    private final Seed seed;
    private final UUID mailbox;

    ItemIds(Seed seed, UUID mailbox) {
        this.seed = seed;
        this.mailbox = mailbox;
    }

    /// An id taken apart: which item or folder, and for a mutable id how often the item had moved.
    public record Reference(Kind kind, long number, int moves) {}

    /// The id spaces.
    public enum Kind {
        FOLDER,
        MUTABLE,
        IMMUTABLE
    }

    public String folder(long number) {
        return write(FOLDER, number, 0);
    }

    public String mutable(long number, int moves) {
        return write(MUTABLE, number, moves);
    }

    public String immutable(long number) {
        return write(IMMUTABLE, number, 0);
    }

    /// The change key of something that changed last at this position: standard base64, as both protocols write it.
    public String changeKey(long changeNumber) {
        byte[] key = ByteBuffer.allocate(24)
                .put(new byte[] {0x09, 0, 0, 0, 0x16, 0, 0, 0})
                .put(seed.digest("change key", mailbox.toString()), 0, Long.BYTES)
                .putLong(changeNumber)
                .array();
        return Base64.getEncoder().encodeToString(key);
    }

    /// What the id stands for; empty when it is none of this mailbox's ids.
    public Optional<Reference> read(String id) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(id);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
        if (bytes.length != LENGTH) {
            return Optional.empty();
        }
        byte[] prefix = Arrays.copyOf(bytes, 4);
        ByteBuffer rest = ByteBuffer.wrap(bytes, 20, LENGTH - 20);
        int moves = rest.getInt();
        long number = rest.getLong();
        return kind(prefix)
                .filter(_ -> id.equals(write(prefix, number, moves)))
                .map(kind -> new Reference(kind, number, moves));
    }

    private static Optional<Kind> kind(byte[] prefix) {
        if (Arrays.equals(prefix, FOLDER)) {
            return Optional.of(Kind.FOLDER);
        }
        if (Arrays.equals(prefix, MUTABLE)) {
            return Optional.of(Kind.MUTABLE);
        }
        return Arrays.equals(prefix, IMMUTABLE) ? Optional.of(Kind.IMMUTABLE) : Optional.empty();
    }

    private String write(byte[] prefix, long number, int moves) {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH)
                .put(prefix)
                .putLong(mailbox.getMostSignificantBits())
                .putLong(mailbox.getLeastSignificantBits())
                .putInt(moves)
                .putLong(number);
        byte[] check = seed.digest(mailbox.toString(), Long.toString(number), Integer.toString(moves));
        bytes.put(check, prefix[1], Long.BYTES);
        return Base64.getUrlEncoder().encodeToString(bytes.array());
    }
}
