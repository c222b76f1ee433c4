package org.postern.protect.explode;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Values in a PDF's dictionaries, which are looked for by their keys (ISO 32000-1 §7.3).
final class PdfValues {
    private static final Pattern REFERENCE = Pattern.compile("\\A\\s*(\\d{1,8})\\s+\\d{1,5}\\s+R\\b");
    private static final Pattern NUMBER = Pattern.compile("\\A\\s*(\\d{1,9})");
    private static final String DELIMITERS = "()<>[]{}/%";

    private PdfValues() {}

    static boolean has(String dictionary, String key) {
        return after(dictionary, key, 0) >= 0;
    }

    /// Where the value of a key begins; below zero if the key is not there.
    static int after(String dictionary, String key, int from) {
        String name = "/" + key;
        for (int at = dictionary.indexOf(name, from); at >= 0; at = dictionary.indexOf(name, at + 1)) {
            int end = at + name.length();
            if (end == dictionary.length()
                    || dictionary.charAt(end) <= ' '
                    || DELIMITERS.indexOf(dictionary.charAt(end)) >= 0) {
                return end;
            }
        }
        return -1;
    }

    static Optional<String> rest(String dictionary, String key) {
        int at = after(dictionary, key, 0);
        return at < 0 ? Optional.empty() : Optional.of(dictionary.substring(at));
    }

    static Optional<Integer> number(String dictionary, String key) {
        return rest(dictionary, key)
                .map(NUMBER::matcher)
                .filter(Matcher::find)
                .map(found -> Integer.valueOf(found.group(1)));
    }

    static Optional<Integer> reference(String value) {
        Matcher found = REFERENCE.matcher(value);
        return found.find() ? Optional.of(Integer.valueOf(found.group(1))) : Optional.empty();
    }

    /// A text that begins here, literal or hexadecimal; empty for another value.
    static Optional<String> string(String value) {
        return bytes(value).map(PdfValues::decoded);
    }

    static Optional<byte[]> bytes(String value) {
        int at = 0;
        while (at < value.length() && value.charAt(at) <= ' ') {
            at++;
        }
        if (value.startsWith("(", at)) {
            return Optional.of(literal(value, at + 1));
        }
        return value.startsWith("<", at) && !value.startsWith("<<", at)
                ? Optional.of(hexadecimal(value, at + 1))
                : Optional.empty();
    }

    /// How many characters the text that begins at a place takes, its brackets included.
    static int length(String value, int from) {
        if (value.charAt(from) == '<') {
            int end = value.indexOf('>', from);
            return (end < 0 ? value.length() : end + 1) - from;
        }
        int depth = 0;
        for (int at = from; at < value.length(); at++) {
            char c = value.charAt(at);
            if (c == '\\') {
                at++;
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && --depth == 0) {
                return at + 1 - from;
            }
        }
        return value.length() - from;
    }

    private static byte[] literal(String value, int from) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int depth = 0;
        for (int at = from; at < value.length(); at++) {
            char c = value.charAt(at);
            if (c == ')' && depth-- == 0) {
                break;
            }
            depth += c == '(' ? 1 : 0;
            if (c == '\\' && at + 1 < value.length()) {
                at = escape(value, at + 1, out);
            } else {
                out.write(c);
            }
        }
        return out.toByteArray();
    }

    private static int escape(String value, int at, ByteArrayOutputStream out) {
        char c = value.charAt(at);
        if (c >= '0' && c <= '7') {
            int end = at;
            int code = 0;
            while (end < value.length() && end < at + 3 && value.charAt(end) >= '0' && value.charAt(end) <= '7') {
                code = code * 8 + value.charAt(end++) - '0';
            }
            out.write(code);
            return end - 1;
        }
        switch (c) {
            case 'n' -> out.write('\n');
            case 'r' -> out.write('\r');
            case 't' -> out.write('\t');
            case 'b' -> out.write('\b');
            case 'f' -> out.write('\f');
            case '\r' -> {
                return value.startsWith("\r\n", at) ? at + 1 : at;
            }
            case '\n' -> {}
            default -> out.write(c);
        }
        return at;
    }

    private static byte[] hexadecimal(String value, int from) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int high = -1;
        for (int at = from; at < value.length() && value.charAt(at) != '>'; at++) {
            int digit = Character.digit(value.charAt(at), 16);
            if (digit >= 0 && high >= 0) {
                out.write(high << 4 | digit);
                high = -1;
            } else if (digit >= 0) {
                high = digit;
            }
        }
        if (high >= 0) {
            out.write(high << 4);
        }
        return out.toByteArray();
    }

    /// §7.9.2.2: UTF-16 or UTF-8 behind its mark, else about Latin.
    private static String decoded(byte[] bytes) {
        Bytes read = new Bytes(bytes);
        if (read.has(0, "\u00fe\u00ff")) {
            return new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_16BE);
        }
        if (read.has(0, "\u00ff\u00fe")) {
            return new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_16LE);
        }
        return read.has(0, "\u00ef\u00bb\u00bf")
                ? new String(bytes, 3, bytes.length - 3, StandardCharsets.UTF_8)
                : new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
