package org.postern.connections.imap;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Reads what an IMAP server sends and breaks off once it is more than any honest answer: the library would make room
/// for whatever length a server announces.
///
/// Follows the protocol just so far that it knows lines from literals (RFC 3501 §4.3).
final class GuardedStream extends FilterInputStream {
    private static final int DIGITS_MOST = 12;

    private final long lineMost;
    private long literalMost;
    private long left = Long.MAX_VALUE;
    private long literalLeft;
    private long lineLength;
    /// What the end of the line so far may be: -1 nothing, else the number in `{number`.
    private long number = -1;

    private int digits;
    private boolean closed;

    GuardedStream(InputStream in, long lineMost) {
        super(in);
        this.lineMost = lineMost;
        this.literalMost = lineMost;
    }

    /// From here on an answer may have so many bytes, and a literal in it so many.
    void allow(long bytes, long literal) {
        left = bytes;
        literalMost = literal;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        left -= Math.max(count, 0);
        if (left < 0) {
            throw new TooMuchException("the server's answer is larger than was asked for");
        }
        int at = offset;
        while (at < offset + count) {
            if (literalLeft > 0) {
                int skipped = (int) Math.min(literalLeft, offset + count - at);
                literalLeft -= skipped;
                at += skipped;
            } else {
                follow(buffer[at++]);
            }
        }
        return count;
    }

    private void follow(byte next) throws IOException {
        if (++lineLength > lineMost) {
            throw new TooMuchException("a line of the server's answer has more than " + lineMost + " bytes");
        }
        switch (next) {
            case '\n' -> line();
            case '\r', '+' -> {} // Between the brace and the line's end; elsewhere they end no number.
            case '{' -> {
                number = 0;
                digits = 0;
                closed = false;
            }
            case '}' -> closed = number >= 0 && digits > 0;
            default -> digit(next);
        }
    }

    private void digit(byte next) {
        if (number >= 0 && !closed && next >= '0' && next <= '9' && digits < DIGITS_MOST) {
            number = number * 10 + next - '0';
            digits++;
        } else {
            number = -1;
            closed = false;
        }
    }

    private void line() throws IOException {
        if (closed && number >= 0) {
            if (number > literalMost) {
                throw new TooMuchException("the server announces " + number + " bytes in one piece");
            }
            literalLeft = number;
        }
        lineLength = 0;
        number = -1;
        closed = false;
    }

    @Override
    public long skip(long count) throws IOException {
        return count <= 0 ? 0 : Math.max(read(new byte[(int) Math.min(count, 8192)]), 0);
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
