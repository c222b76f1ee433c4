package org.postern.mail;

import java.util.Arrays;
import java.util.Optional;

/// Decodes bodies so that they can be encoded again to the same bytes, or leniently to be read (RFC 2045 §6).
///
/// The exact way lets one attachment be one object, in whatever line length or encoding it travelled. It is proven each
/// time: the content is encoded again and compared with the body while that goes on.
public final class TransferCodec {
    private TransferCodec() {}

    /// The content of a base64 or quoted-printable body and the form that gives back its bytes; empty when there is no
    /// such form, and for other encodings. Linear, and at most two copies of the body at a time.
    public static Optional<ExactBody> decodeExactly(byte[] message, ByteRange body, TransferEncoding encoding) {
        Optional<ExactBody> candidate = switch (encoding) {
            case BASE64 -> body.isEmpty() ? Optional.empty() : Base64Reader.read(message, body);
            case QUOTED_PRINTABLE -> QuotedPrintableReader.read(message, body);
            case IDENTITY, OTHER -> Optional.empty();
        };
        return candidate.filter(exact -> encodesTo(exact, message, body));
    }

    /// The bytes that `decodeExactly` was given.
    public static byte[] encode(byte[] content, EncodingForm form) {
        Collector collector = new Collector(content.length);
        form.encode(content, collector);
        return collector.bytes();
    }

    /// The content for reading: junk is skipped, what is cut short ends early; at most `maxLength` bytes.
    public static byte[] decode(byte[] message, ByteRange body, TransferEncoding encoding, int maxLength) {
        return switch (encoding) {
            case BASE64 -> LenientBase64.decode(message, body.start(), body.end(), maxLength);
            case QUOTED_PRINTABLE -> LenientQuotedPrintable.decode(message, body.start(), body.end(), maxLength);
            case IDENTITY, OTHER ->
                Arrays.copyOfRange(message, body.start(), body.start() + Math.min(body.length(), maxLength));
        };
    }

    private static boolean encodesTo(ExactBody exact, byte[] message, ByteRange body) {
        Comparison comparison = new Comparison(message, body);
        exact.form().encode(exact.content(), comparison);
        return comparison.isEqual();
    }

    /// Compares with the body as the encoder goes along, and stops it at the first difference.
    private static final class Comparison implements EncodedSink {
        private final byte[] expected;
        private final int end;
        private int at;
        private boolean equal = true;

        Comparison(byte[] expected, ByteRange body) {
            this.expected = expected;
            this.at = body.start();
            this.end = body.end();
        }

        @Override
        public boolean accept(byte[] buffer, int length) {
            equal = equal && length <= end - at && Arrays.equals(buffer, 0, length, expected, at, at + length);
            at += equal ? length : 0;
            return equal;
        }

        boolean isEqual() {
            return equal && at == end;
        }
    }

    /// Gathers the pieces in one array.
    private static final class Collector implements EncodedSink {
        private byte[] collected;
        private int length;

        Collector(int contentLength) {
            collected = new byte[Math.clamp(contentLength * 3L / 2 + 64, 64, Integer.MAX_VALUE - 8)];
        }

        @Override
        public boolean accept(byte[] buffer, int count) {
            if (collected.length - length < count) {
                long grown = Math.max(collected.length * 2L, (long) length + count);
                collected = Arrays.copyOf(collected, Math.clamp(grown, 1, Integer.MAX_VALUE - 8));
            }
            System.arraycopy(buffer, 0, collected, length, count);
            length += count;
            return true;
        }

        byte[] bytes() {
            return Arrays.copyOf(collected, length);
        }
    }
}
