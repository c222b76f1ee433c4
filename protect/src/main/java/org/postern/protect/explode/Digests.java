package org.postern.protect.explode;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A file's digests in hexadecimal, and how evenly its bytes are spread.
record Digests(String md5, String sha1, String sha256) {
    static Digests of(ExplodedFile file) {
        return new Digests(hex("MD5", file), hex("SHA-1", file), hex("SHA-256", file));
    }

    private static String hex(String algorithm, ExplodedFile file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(file.content()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no " + algorithm, e);
        }
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
