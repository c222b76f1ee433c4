package org.postern.protect.explode;

import org.postern.protect.model.Digest;

/// A file's digests in hexadecimal, and how evenly its bytes are spread.
record Digests(String md5, String sha1, String sha256) {
    static Digests of(ExplodedFile file) {
        return new Digests(
                Digest.hex("MD5", file.content()),
                Digest.hex("SHA-1", file.content()),
                Digest.hex("SHA-256", file.content()));
    }

    /// Shannon's entropy in bits a byte, 0 to 8.
    static Double entropy(ExplodedFile file) {
        long[] counts = new long[256];
        for (byte value : file.content()) {
            counts[value & 0xff]++;
        }
        double entropy = 0;
        for (long count : counts) {
            if (count > 0) {
                double share = (double) count / file.content().length;
                entropy -= share * Math.log(share) / Math.log(2);
            }
        }
        return entropy;
    }
}
