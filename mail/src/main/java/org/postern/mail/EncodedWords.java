package org.postern.mail;

import java.io.ByteArrayOutputStream;

/// Decodes the encoded words of a header value (RFC 2047), broken ones as far as they make sense.
///
/// Words that follow each other in one charset are joined as bytes first, as many mailers cut characters in half.
final class EncodedWords {
    private final String text;
    private final StringBuilder result = new StringBuilder();
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private String pendingCharset = "";

    private EncodedWords(String text) {
        this.text = text;
    }

    static String decode(String text) {
        return text.contains("=?") ? new EncodedWords(text).decode() : text;
    }

    private String decode() {
        int at = 0;
        int start = text.indexOf("=?");
        while (start >= 0) {
            int end = wordEnd(start);
            if (end == Integer.MAX_VALUE) {
                break; // No word can end behind this point.
            }
            if (end < 0) {
                start = text.indexOf("=?", start + 2);
                continue;
            }
            addPlain(text.substring(at, start));
            addWord(start, end);
            at = end;
            start = text.indexOf("=?", at);
        }
        flush();
        return result.append(text, at, text.length()).toString();
    }

    /// Where the word that starts at `start` ends; -1 when it is none, MAX_VALUE when the text has no more ends.
    private int wordEnd(int start) {
        int charsetEnd = boundedQuestionMark(start + 2);
        if (charsetEnd < 0 || charsetEnd + 2 >= text.length() || text.charAt(charsetEnd + 2) != '?') {
            return -1;
        }
        if ("bBqQ".indexOf(text.charAt(charsetEnd + 1)) < 0) {
            return -1;
        }
        int close = text.indexOf("?=", charsetEnd + 3);
        return close < 0 ? Integer.MAX_VALUE : close + 2;
    }

    private int boundedQuestionMark(int from) {
        for (int i = from; i < Math.min(text.length(), from + 80); i++) {
            char c = text.charAt(i);
            if (c == '?') {
                return i > from ? i : -1;
            }
            if (c <= ' ') {
                return -1;
            }
        }
        return -1;
    }

    /// White space between two encoded words is not shown (RFC 2047 §6.2).
    private void addPlain(String plain) {
        if (pendingCharset.isEmpty() || !plain.isBlank()) {
            flush();
            result.append(plain);
        }
    }

    private void addWord(int start, int end) {
        int charsetEnd = text.indexOf('?', start + 2);
        String charset = text.substring(start + 2, charsetEnd);
        int language = charset.indexOf('*'); // RFC 2231 §5
        charset = language > 0 ? charset.substring(0, language) : charset;
        if (!charset.equalsIgnoreCase(pendingCharset)) {
            flush();
        }
        pendingCharset = charset;
        byte[] encoded = TextDecoder.encode(text.substring(charsetEnd + 3, end - 2), charset);
        boolean base64 = (text.charAt(charsetEnd + 1) | 0x20) == 'b';
        pending.writeBytes(base64 ? LenientBase64.decode(encoded, 0, encoded.length, encoded.length) : q(encoded));
    }

    private void flush() {
        if (!pendingCharset.isEmpty()) {
            result.append(TextDecoder.decode(pending.toByteArray(), pendingCharset));
            pending.reset();
            pendingCharset = "";
        }
    }

    private static byte[] q(byte[] encoded) {
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(encoded.length);
        for (int i = 0; i < encoded.length; i++) {
            int octet = encoded[i] == '=' && i + 2 < encoded.length ? Hex.octet(encoded, i + 1) : -1;
            if (octet >= 0) {
                decoded.write(octet);
                i += 2;
            } else {
                decoded.write(encoded[i] == '_' ? ' ' : encoded[i]);
            }
        }
        return decoded.toByteArray();
    }
}
