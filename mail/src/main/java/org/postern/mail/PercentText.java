package org.postern.mail;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Collects the sections of an RFC 2231 parameter: `charset'language'percent-encoded` and plain ones.
final class PercentText {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private String charset = "";

    private PercentText() {}

    static PercentText empty() {
        return new PercentText();
    }

    static PercentText of(String extended) {
        PercentText text = new PercentText();
        text.addEncoded(extended, true);
        return text;
    }

    void addLiteral(String literal) {
        bytes.writeBytes(literal.getBytes(charset.isEmpty() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1));
    }

    void addEncoded(String section, boolean first) {
        String encoded = section;
        int quote = first ? section.indexOf('\'') : -1;
        int second = quote < 0 ? -1 : section.indexOf('\'', quote + 1);
        if (second >= 0) {
            charset = section.substring(0, quote);
            encoded = section.substring(second + 1);
        }
        for (int i = 0; i < encoded.length(); i++) {
            int octet = i + 2 < encoded.length() && encoded.charAt(i) == '%' ? Hex.octet(encoded, i + 1) : -1;
            if (octet >= 0) {
                bytes.write(octet);
                i += 2;
            } else {
                bytes.writeBytes(encoded.substring(i, i + 1).getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    String decoded() {
        return TextDecoder.decode(bytes.toByteArray(), charset);
    }
}
