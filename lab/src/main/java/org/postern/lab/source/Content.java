package org.postern.lab.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/// The bytes of one message, wherever they lie: exactly as stored, opened as often as needed, from any thread.
public interface Content {
    /// How many bytes [#open] gives.
    long size();

    /// A new stream over all the bytes; the caller closes it.
    InputStream open() throws IOException;

    /// All the bytes at once; for messages, of which none is larger than 150 MB.
    default byte[] bytes() throws IOException {
        try (InputStream in = open()) {
            return in.readAllBytes();
        }
    }

    /// Bytes held in memory; the caller no longer changes the array.
    static Content of(byte[] bytes) {
        return new InMemory(bytes);
    }

    /// `length` bytes of a file from `offset`; the file must not change while the lab runs.
    static Content range(Path file, long offset, long length) {
        return new FileRange(file, offset, length);
    }

    /// Content in an array.
    final class InMemory implements Content {
        private final byte[] bytes;

        InMemory(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes);
        }

        @Override
        public byte[] bytes() {
            return bytes.clone();
        }
    }
}
