package org.postern.vault.s3;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/// A stretch of a file in memory, so that a part which is sent again is the same.
final class FilePart {
    private FilePart() {}

    /// At most `length` bytes from `offset` on.
    static byte[] of(Path file, long offset, int length) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.min(length, in.length() - offset)];
            in.seek(offset);
            in.readFully(bytes);
            return bytes;
        }
    }
}
