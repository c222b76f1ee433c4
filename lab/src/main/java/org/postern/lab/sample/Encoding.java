package org.postern.lab.sample;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// How a body travels: its Content-Transfer-Encoding and, for base64, the length of its lines (RFC 2045 §6).
///
/// Senders differ in line length; a store that keeps attachments once must see through that.
enum Encoding {
    SEVEN_BIT("7bit", 0),
    EIGHT_BIT("8bit", 0),
    QUOTED_PRINTABLE("quoted-printable", 0),
    BASE64_76("base64", 76),
    BASE64_72("base64", 72),
    BASE64_60("base64", 60);

    private static final String HEX = "0123456789ABCDEF";
    private static final int QP_LINE_MAX = 75;

    private final String label;
    private final int lineLength;

    Encoding(String label, int lineLength) {
        this.label = label;
        this.lineLength = lineLength;
    }

    /// The value of the Content-Transfer-Encoding field.
    String label() {
        return label;
    }

    /// The encoded bytes, ending in a line end.
    byte[] encode(byte[] bytes) {
        return switch (this) {
            case SEVEN_BIT, EIGHT_BIT -> bytes;
            case QUOTED_PRINTABLE -> quotedPrintable(bytes);
            case BASE64_76, BASE64_72, BASE64_60 -> base64(bytes);
        };
    }

    private byte[] base64(byte[] bytes) {
        byte[] crlf = "\r\n".getBytes(StandardCharsets.US_ASCII);
        byte[] lines = Base64.getMimeEncoder(lineLength, crlf).encode(bytes);
        byte[] ended = java.util.Arrays.copyOf(lines, lines.length + 2);
        ended[lines.length] = '\r';
        ended[lines.length + 1] = '\n';
        return ended;
    }

    private static byte[] quotedPrintable(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length * 5 / 4);
        int column = 0;
        for (int at = 0; at < bytes.length; at++) {
            byte b = bytes[at];
            if (b == '\r' && at + 1 < bytes.length && bytes[at + 1] == '\n') {
                out.write('\r');
                out.write('\n');
                at++;
                column = 0;
                continue;
            }
            boolean beforeLineEnd = at + 1 == bytes.length || bytes[at + 1] == '\r';
            boolean plain = (b > ' ' && b < 0x7f && b != '=') || (b == ' ' && !beforeLineEnd);
            int width = plain ? 1 : 3;
            if (column + width > QP_LINE_MAX) {
                out.writeBytes("=\r\n".getBytes(StandardCharsets.US_ASCII));
                column = 0;
            }
            if (plain) {
                out.write(b);
            } else {
                out.write('=');
                out.write(HEX.charAt((b >> 4) & 15));
                out.write(HEX.charAt(b & 15));
            }
            column += width;
        }
        return out.toByteArray();
    }
}
