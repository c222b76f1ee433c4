package org.postern.mail;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Optional;

/// Turns bytes into text under whatever charset name the mail carries; never fails.
final class TextDecoder {
    private static final Charset WINDOWS_LATIN = Charset.forName("windows-1252");
    private static final int MAX_NAME = 64;

    private TextDecoder() {}

    /// Unknown, missing and plain ASCII names mean: UTF-8 where the bytes are that, else windows-1252.
    static String decode(byte[] bytes, String charsetName) {
        Optional<Charset> charset = charset(charsetName);
        return charset.isPresent() ? new String(bytes, charset.get()) : guess(bytes);
    }

    /// Undeclared bytes, as in raw header fields: UTF-8 (RFC 6532) where they are valid, else windows-1252.
    static String guess(byte[] bytes) {
        return guess(bytes, 0, bytes.length);
    }

    static String guess(byte[] bytes, int from, int length) {
        if (isAscii(bytes, from, length)) {
            return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, from, length))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(bytes, from, length, WINDOWS_LATIN);
        }
    }

    /// The bytes that text read by `guess` had under the charset: raw bytes in an encoded word are of its charset.
    static byte[] encode(String text, String charsetName) {
        return text.getBytes(charset(charsetName).filter(Charset::canEncode).orElse(StandardCharsets.UTF_8));
    }

    private static boolean isAscii(byte[] bytes, int from, int length) {
        int all = 0;
        for (int i = from; i < from + length; i++) {
            all |= bytes[i];
        }
        return all >= 0;
    }

    /// The charset to decode with: the supersets that mail really means where it names the older set.
    private static Optional<Charset> charset(String name) {
        String key = name.strip().replace("\"", "").replace("'", "").toLowerCase(Locale.ROOT);
        if (key.isEmpty() || key.length() > MAX_NAME) {
            return Optional.empty();
        }
        return switch (key) {
            case "us-ascii", "ascii", "ansi_x3.4-1968", "unknown-8bit", "x-unknown", "default" -> Optional.empty();
            case "utf8", "utf-8", "unicode-1-1-utf-8" -> Optional.of(StandardCharsets.UTF_8);
            case "iso-8859-1", "iso8859-1", "latin1", "iso_8859-1" -> Optional.of(WINDOWS_LATIN);
            case "gb2312", "gbk", "gb_2312-80", "cp936", "x-gbk" -> named("GB18030");
            case "ks_c_5601-1987", "euc-kr", "ks_c_5601-1989" -> named("x-windows-949");
            case "shift_jis", "shift-jis", "sjis", "x-sjis" -> named("windows-31j");
            case "iso-8859-8-i", "iso-8859-8-e" -> named("ISO-8859-8");
            default -> named(key.startsWith("cp-") ? "cp" + key.substring(3) : key);
        };
    }

    private static Optional<Charset> named(String name) {
        try {
            return Optional.of(Charset.forName(name));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return Optional.empty();
        }
    }
}
