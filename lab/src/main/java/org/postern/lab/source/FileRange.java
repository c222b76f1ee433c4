package org.postern.lab.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A run of bytes in a file: a whole `.eml`, or one message of an mbox.
record FileRange(Path file, long offset, long size) implements Content {
    FileRange {
        if (offset < 0 || size < 0) {
            throw new IllegalArgumentException("not a range of " + file + ": offset " + offset + ", size " + size);
        }
    }

    @Override
    public InputStream open() throws IOException {
        SeekableByteChannel channel = Files.newByteChannel(file, StandardOpenOption.READ);
        channel.position(offset);
        return new Limited(Channels.newInputStream(channel), size);
    }

    @Override
    public byte[] bytes() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(size));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, offset + buffer.position()) < 0) {
                    throw new EOFException(file + " is shorter than when the lab started; restart the lab.");
                }
            }
        }
        return buffer.array();
    }

    /// Ends after a given number of bytes.
    private static final class Limited extends InputStream {
        private final InputStream in;
        private long left;

        Limited(InputStream in, long left) {
            this.in = in;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = in.read(into, offset, (int) Math.min(left, length));
            left -= Math.max(count, 0);
            return count;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
