package org.postern.vault.key;

/// How hard a guess at the passphrase is made: the parameters of Argon2id, stored beside what they protect.
public record KeyCost(int memoryKiB, int iterations, int lanes) {
    /// RFC 9106 §4, the second recommended option.
    public static final KeyCost DEFAULT = new KeyCost(64 << 10, 3, 4);

    public KeyCost {
        if (memoryKiB < 8 * lanes
                || memoryKiB > 1 << 20
                || iterations < 1
                || iterations > 64
                || lanes < 1
                || lanes > 64) {
            throw new IllegalArgumentException("Argon2id cannot be run with " + memoryKiB + " KiB, " + iterations
                    + " iterations and " + lanes + " lanes.");
        }
    }
}
