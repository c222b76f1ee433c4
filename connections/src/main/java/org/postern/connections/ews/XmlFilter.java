package org.postern.connections.ews;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// Replaces what XML 1.0 §2.2 forbids, and Exchange sends all the same, in a UTF-8 document on its way to the parser:
/// control characters become spaces, references such as `&#x0;` or `&#x1A;` become U+FFFD.
///
/// Never makes the document longer. A run of base64 passes at the speed of one comparison a byte.
final class XmlFilter extends FilterInputStream {
    private static final int BUFFER = 16 << 10;
    /// The longest reference that can be legal is `&#x10FFFF;`; leading zeros are taken up to here.
    private static final int REFERENCE_MOST = 24;

    private static final byte[] REPLACEMENT = "\uFFFD".getBytes(StandardCharsets.UTF_8);

    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int ready;
    private int filled;
    private boolean ended;

    XmlFilter(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        return fill() ? buffer[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, ready - position);
        System.arraycopy(buffer, position, target, offset, count);
        position += count;
        return count;
    }

    private boolean fill() throws IOException {
        while (position == ready) {
            System.arraycopy(buffer, ready, buffer, 0, filled - ready); // A reference that had not come whole.
            filled -= ready;
            position = 0;
            ready = 0;
            int count = ended ? -1 : in.read(buffer, filled, buffer.length - filled);
            ended = count < 0;
            filled += Math.max(count, 0);
            if (filled == 0 && ended) {
                return false;
            }
            ready = clean();
        }
        return true;
    }

    /// Cleans in place what is in the buffer.
    ///
    /// @return up to where it can be handed out
    private int clean() {
        int out = 0;
        int at = 0;
        while (at < filled) {
            byte next = buffer[at];
            if (next == '&') {
                int end = referenceEnd(at);
                if (end == PARTIAL && !ended) {
                    break;
                }
                if (end > 0) {
                    out = reference(at, end, out);
                    at = end;
                    continue;
                }
            }
            buffer[out++] = next >= 0 && next < ' ' && next != '\t' && next != '\n' && next != '\r' ? (byte) ' ' : next;
            at++;
        }
        int held = filled - at;
        System.arraycopy(buffer, at, buffer, out, held);
        filled = out + held;
        return out;
    }

    private static final int PARTIAL = -1;
    private static final int OTHER = -2;

    /// Where the character reference that starts here ends.
    private int referenceEnd(int start) {
        for (int i = start + 1; i < filled && i - start <= REFERENCE_MOST; i++) {
            if (i == start + 1 && buffer[i] != '#') {
                return OTHER;
            }
            if (buffer[i] == ';') {
                return i + 1;
            }
        }
        return filled - start > REFERENCE_MOST ? OTHER : PARTIAL;
    }

    private int reference(int start, int end, int to) {
        int out = to;
        boolean hex = buffer[start + 2] == 'x' || buffer[start + 2] == 'X';
        String digits =
                new String(buffer, start + (hex ? 3 : 2), end - 1 - start - (hex ? 3 : 2), StandardCharsets.ISO_8859_1);
        if (legal(digits, hex ? 16 : 10)) {
            System.arraycopy(buffer, start, buffer, out, end - start);
            return out + end - start;
        }
        for (byte one : REPLACEMENT) { // Three bytes; the shortest reference, `&#0;`, has four.
            buffer[out++] = one;
        }
        return out;
    }

    /// XML 1.0 §2.2, production 2.
    private static boolean legal(String digits, int radix) {
        int code;
        try {
            code = Integer.parseInt(digits, radix);
        } catch (NumberFormatException e) {
            return false;
        }
        return code == '\t'
                || code == '\n'
                || code == '\r'
                || (code >= 0x20 && code <= 0xD7FF)
                || (code >= 0xE000 && code <= 0xFFFD)
                || (code >= 0x10000 && code <= 0x10FFFF);
    }

    @Override
    public int available() {
        return ready - position;
    }

    @Override
    public long skip(long count) throws IOException {
        return count <= 0 ? 0 : Math.max(read(new byte[(int) Math.min(count, BUFFER)]), 0);
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
