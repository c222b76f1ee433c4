package org.postern.lab.sample;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/// Writes header values: encoded words (RFC 2047), folding (RFC 5322 §2.2.3) and quoted phrases.
final class HeaderText {
    /// How text outside ASCII is put on the wire.
    enum Scheme {
        B,
        Q
    }

    private static final int FOLD_AT = 76;
    private static final int WORD_MAX = 66; // RFC 2047 §2 allows 75; with a short field name the line keeps to 76.

    private HeaderText() {}

    /// An unstructured value: ASCII as it is, else encoded words.
    static String unstructured(String text, Charset charset, Scheme scheme) {
        return isAscii(text) ? text : encodedWords(text, charset, scheme);
    }

    /// A display name and address (RFC 5322 §3.4).
    static String mailbox(Person person) {
        String name = person.name();
        if (name.isEmpty()) {
            return person.address();
        }
        String phrase = isAscii(name)
                ? (name.chars().allMatch(HeaderText::isAtomOrSpace) ? name : "\"" + name.replace("\"", "\\\"") + "\"")
                : encodedWords(name, person.charset(), Scheme.B);
        return phrase + " <" + person.address() + ">";
    }

    static String mailboxes(List<Person> people) {
        return String.join(", ", people.stream().map(HeaderText::mailbox).toList());
    }

    /// A whole field with its line end, folded at spaces where it grows too long.
    static String field(String name, String value) {
        StringBuilder out = new StringBuilder(name).append(':');
        int column = out.length();
        for (String word : value.split(" ", -1)) {
            if (column + 1 + word.length() > FOLD_AT && column > name.length() + 1) {
                out.append("\r\n");
                column = 0;
            }
            out.append(' ').append(word);
            column += 1 + word.length();
        }
        return out.append("\r\n").toString();
    }

    static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x7f && c >= 0x20);
    }

    private static boolean isAtomOrSpace(int c) {
        return c == ' ' || Character.isLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0;
    }

    private static String encodedWords(String text, Charset charset, Scheme scheme) {
        List<String> words = new ArrayList<>();
        StringBuilder run = new StringBuilder();
        text.codePoints().forEach(codePoint -> {
            String longer = run + Character.toString(codePoint);
            if (encodedWord(longer, charset, scheme).length() > WORD_MAX) {
                words.add(encodedWord(run.toString(), charset, scheme));
                run.setLength(0);
            }
            run.appendCodePoint(codePoint);
        });
        words.add(encodedWord(run.toString(), charset, scheme));
        return String.join(" ", words);
    }

    private static String encodedWord(String text, Charset charset, Scheme scheme) {
        byte[] bytes = text.getBytes(charset);
        String encoded = scheme == Scheme.B ? Base64.getEncoder().encodeToString(bytes) : q(bytes);
        return "=?" + charset.name() + "?" + scheme + "?" + encoded + "?=";
    }

    /// The value of a parameter outside ASCII, by RFC 2231 §4.
    static String extendedValue(String text) {
        StringBuilder out = new StringBuilder("UTF-8''");
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b > 0x20 && (Character.isLetterOrDigit(b) || b == '.' || b == '-' || b == '_');
            out.append(plain ? String.valueOf((char) b) : String.format(Locale.ROOT, "%%%02X", b));
        }
        return out.toString();
    }

    private static String q(byte[] bytes) {
        StringBuilder out = new StringBuilder();
        for (byte b : bytes) {
            if (b == ' ') {
                out.append('_');
            } else if (b > 0x20 && b < 0x7f && Character.isLetterOrDigit(b)) {
                out.append((char) b);
            } else {
                out.append(String.format(Locale.ROOT, "=%02X", b));
            }
        }
        return out.toString();
    }
}
