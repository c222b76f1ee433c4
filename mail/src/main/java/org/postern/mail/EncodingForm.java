package org.postern.mail;

import java.nio.ByteBuffer;

/// How a body was encoded, exactly enough to encode its content to the very same bytes again.
///
/// Serialised in a few bytes: a kind, then numbers of seven bits a byte, the low ones first.
public sealed interface EncodingForm permits Base64Form, QuotedPrintableForm {
    /// The line end that the encoder wrote.
    enum LineEnd {
        CRLF("\r\n", 0),
        LF("\n", 1),
        CR("\r", 2);

        private final String text;
        /// What the serialised form says; never changed.
        private final int code;

        LineEnd(String text, int code) {
            this.text = text;
            this.code = code;
        }

        int code() {
            return code;
        }

        static LineEnd ofCode(int code) {
            for (LineEnd lineEnd : values()) {
                if (lineEnd.code == code) {
                    return lineEnd;
                }
            }
            throw new IllegalArgumentException(
                    "Encoding form has no line end " + code + ": the record that holds it is damaged.");
        }

        byte[] bytes() {
            byte[] bytes = new byte[text.length()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) text.charAt(i);
            }
            return bytes;
        }
    }

    /// The serialised form; at most 32 bytes, mostly 4.
    byte[] toBytes();

    /// Encodes `content` and gives the result to `sink` piece by piece, until it ends or the sink wants no more.
    void encode(byte[] content, EncodedSink sink);

    /// Reads what `toBytes` gave; bytes that it cannot have given are an IllegalArgumentException.
    static EncodingForm fromBytes(byte[] serialised) {
        ByteBuffer in = ByteBuffer.wrap(serialised);
        int kind = FormBytes.number(in);
        EncodingForm form = switch (kind & FormBytes.KIND_MASK) {
            case FormBytes.BASE64 -> Base64Form.read(kind, in);
            case FormBytes.QUOTED_PRINTABLE -> QuotedPrintableForm.read(kind, in);
            default ->
                throw new IllegalArgumentException("Encoding form of unknown kind " + kind
                        + ": it was written by a newer version, or the record that holds it is damaged.");
        };
        if (in.hasRemaining()) {
            throw new IllegalArgumentException("Encoding form is followed by " + in.remaining()
                    + " unexpected bytes: the record that holds it is damaged.");
        }
        return form;
    }
}
