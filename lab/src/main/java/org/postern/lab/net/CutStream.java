package org.postern.lab.net;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Lets a number of bytes through and then fails: a connection that is lost in the middle of a body.
final class CutStream extends FilterOutputStream {
    private long left;

    CutStream(OutputStream out, long bytes) {
        super(out);
        this.left = bytes;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int count = (int) Math.min(left, length);
        out.write(bytes, offset, count);
        left -= count;
        if (count < length) {
            out.flush();
            throw new IOException("cut by a fault");
        }
    }

    @Override
    public void close() {
        // The exchange closes the socket.
    }
}
