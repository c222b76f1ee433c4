package org.postern.vault.pack;

import java.util.Optional;

/// What an object holds. Codes are part of the format: never reused; 5 to 14 are free for kinds to come.
public enum ObjectKind {
    /// A message: its skeleton, with references to leaves. Named by the whole message's bytes, not by the skeleton's.
    MESSAGE(1),
    /// Decoded bytes that messages share: an attachment, or a piece of one.
    LEAF(2),
    /// The changes of one commit.
    CHANGE(3),
    /// With which messages and leaves of the same pack were compressed. Part of the pack, as its index is: no catalog
    /// lists it.
    DICTIONARY(4),
    /// The index at the end of a pack; in no index itself.
    FOOTER(15);

    private final byte code;

    ObjectKind(int code) {
        this.code = (byte) code;
    }

    public byte code() {
        return code;
    }

    static Optional<ObjectKind> ofCode(int code) {
        for (ObjectKind kind : values()) {
            if (kind.code == code) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
