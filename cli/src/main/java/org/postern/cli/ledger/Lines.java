package org.postern.cli.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Reads lines that end with a line feed and are not too long.
final class Lines {
    private static final int LINE_MAX = 128 << 10;

    private final InputStream in;
    private final byte[] line = new byte[LINE_MAX];
    private byte[] window = {};
    private int at;
    boolean ended;

    Lines(InputStream in) {
        this.in = in;
    }

    int read() throws IOException {
        if (at == window.length) {
            window = in.readNBytes(LINE_MAX);
            at = 0;
        }
        return at == window.length ? -1 : window[at++] & 0xFF;
    }

    /// Without its line feed; empty at the end, too.
    byte[] next() throws IOException, Misfit {
        int length = 0;
        int next = read();
        ended = next < 0;
        for (; next != '\n' && !ended; next = read()) {
            Misfit.require(next >= 0 && length < LINE_MAX, "a line of it has no end");
            line[length++] = (byte) next;
        }
        return Arrays.copyOf(line, length);
    }

    String text() throws IOException, Misfit {
        byte[] line = next();
        Misfit.require(!ended, "it ends early");
        return Bytes.utf8(line, 0);
    }
}
