package org.postern.vault.pack;

/// Where an object lies: in which of its tenant's packs, and its frame's place there.
public record Location(long pack, long offset, int length) {
    public Location {
        if (pack < 1 || offset < 0 || length < FrameHeader.BYTES) {
            throw new IllegalArgumentException("not a place in a pack: " + pack + ", " + offset + ", " + length);
        }
    }
}
