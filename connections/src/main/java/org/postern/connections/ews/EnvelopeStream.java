package org.postern.connections.ews;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Cuts an answer that goes on and on into its SOAP envelopes: GetStreamingEvents sends one whole document after the
/// other (MS-OXWSNTIF 3.1.4.1.3), which no XML reader takes for one.
final class EnvelopeStream {
    /// A notification tells of at most some thousand events.
    private static final int MOST_BYTES = 4 << 20;

    private static final byte[] NAME = "Envelope>".getBytes(StandardCharsets.US_ASCII);

    private final InputStream in;
    private final byte[] chunk = new byte[8 << 10];
    private int next;
    private int end;

    EnvelopeStream(InputStream in) {
        this.in = in;
    }

    /// The next envelope as soon as its end is here; empty at the answer's end.
    Optional<byte[]> next() throws IOException {
        Envelope envelope = new Envelope();
        while (true) {
            while (next < end) {
                if (envelope.ends(chunk[next++])) {
                    return Optional.of(envelope.toByteArray());
                }
            }
            next = 0;
            end = Math.max(0, in.read(chunk));
            if (end == 0) {
                return Optional.empty(); // What was begun and broke off is nothing.
            }
        }
    }

    private static final class Envelope extends ByteArrayOutputStream {
        /// Adds a byte; whether it is the last of the root's end tag, whatever its prefix. No text holds a bare `<`.
        boolean ends(byte added) throws IOException {
            if (count == MOST_BYTES) {
                throw new MalformedSoapException("a notification has more than " + MOST_BYTES + " bytes");
            }
            if (count == 0 && added <= ' ') {
                return false; // Line ends between documents.
            }
            write(added);
            return added == '>' && endsWithName() && closes();
        }

        private boolean endsWithName() {
            int from = count - NAME.length;
            for (int i = 0; i < NAME.length; i++) {
                if (from < 0 || buf[from + i] != NAME[i]) {
                    return false;
                }
            }
            return true;
        }

        private boolean closes() {
            int at = count - NAME.length - 1;
            if (at >= 0 && buf[at] == ':') {
                at--;
                while (at >= 0 && Character.isLetterOrDigit(buf[at])) {
                    at--;
                }
            }
            return at >= 1 && buf[at] == '/' && buf[at - 1] == '<';
        }
    }
}
