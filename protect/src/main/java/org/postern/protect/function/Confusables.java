package org.postern.protect.function;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;

/// Characters that look like a Latin letter or digit, told as that one.
///
/// The compatibility forms of Unicode (UAX 15) give most of them: full-width, mathematical, circled, superscript. What
/// looks alike without being related, as Cyrillic and Greek letters do, stands in a table of our own.
final class Confusables {
    private static final Map<Integer, String> ALIKE = new HashMap<>();

    static {
        alike("a", "\u0430\u03b1\u0251\u1d00");
        alike("b", "\u042c\u0184\u15cf\u0299");
        alike("c", "\u0441\u03f2\u1d04\u217d");
        alike("d", "\u0501\u13e7\u1d05\u217e");
        alike("e", "\u0435\u212e\u1d07\u04bd");
        alike("f", "\ua730\u03dd");
        alike("g", "\u0261\u0581\u0262");
        alike("h", "\u04bb\u0570\u029c");
        alike("i", "\u0456\u03b9\u0131\u026a\u0269\u04cf");
        alike("j", "\u0458\u03f3\u1d0a");
        alike("k", "\u03ba\u043a\u1d0b");
        alike("l", "\u029f\u01c0\u05c0\u2223\u04c0");
        alike("m", "\u043c\u1d0d");
        alike("n", "\u0578\u057c\u0274\u03b7");
        alike("o", "\u043e\u03bf\u03c3\u1d0f\u0585\u05e1\u0647\u0665\u0966");
        alike("p", "\u0440\u03c1\u1d18");
        alike("q", "\u051b\u0563\u0566");
        alike("r", "\u0433\u1d26\u0280");
        alike("s", "\u0455\u01bd\ua731");
        alike("t", "\u0442\u03c4\u1d1b");
        alike("u", "\u03c5\u057d\u1d1c\u028b");
        alike("v", "\u03bd\u0475\u05d8\u1d20");
        alike("w", "\u0461\u051d\u0561\u1d21");
        alike("x", "\u0445\u03c7\u00d7\u157d");
        alike("y", "\u0443\u03b3\u04af\u028f\u1d8c");
        alike("z", "\u1d22\u0290");
        alike("A", "\u0410\u0391\u13aa");
        alike("B", "\u0412\u0392\u13f4");
        alike("C", "\u0421\u03f9\u13df");
        alike("D", "\u13a0\u15de");
        alike("E", "\u0415\u0395\u13ac");
        alike("F", "\u03dc\u15b4");
        alike("G", "\u050c\u13c0");
        alike("H", "\u041d\u0397\u13bb");
        alike("I", "\u0406\u0399");
        alike("J", "\u0408\u13ab");
        alike("K", "\u041a\u039a\u13e6");
        alike("L", "\u13de\u14aa");
        alike("M", "\u041c\u039c\u13b7");
        alike("N", "\u039d");
        alike("O", "\u041e\u039f\u0555");
        alike("P", "\u0420\u03a1\u13e2");
        alike("Q", "\u2d55");
        alike("R", "\u13a1\u13d2");
        alike("S", "\u0405\u054f\u13da");
        alike("T", "\u0422\u03a4\u13a2");
        alike("U", "\u054d\u144c");
        alike("V", "\u0474\u13d9");
        alike("W", "\u051c\u13b3");
        alike("X", "\u0425\u03a7");
        alike("Y", "\u04ae\u03a5\u13a9");
        alike("Z", "\u0396\u13c3");
        alike("", "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u180e");
    }

    private Confusables() {}

    private static void alike(String letter, String others) {
        others.codePoints().forEach(other -> ALIKE.put(other, letter));
    }

    static String replaced(String text) {
        if (text.chars().allMatch(c -> c < 0x80)) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        Normalizer.normalize(text, Normalizer.Form.NFKC).codePoints().forEach(point -> {
            String letter = ALIKE.get(point);
            if (letter == null) {
                plain.appendCodePoint(point);
            } else {
                plain.append(letter);
            }
        });
        return plain.toString();
    }
}
