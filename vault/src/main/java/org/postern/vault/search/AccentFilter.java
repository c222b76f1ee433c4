package org.postern.vault.search;

import java.io.IOException;
import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/// Takes accents and vowel points off words in scripts where people leave them out when they search.
///
/// Latin, Greek, Cyrillic, Hebrew and Arabic. Not in Indian or Thai scripts, nor in kana, where a mark makes another
/// word.
final class AccentFilter extends TokenFilter {
    private static final char FINAL_SIGMA = '\u03c2';
    private static final char SIGMA = '\u03c3';

    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);

    AccentFilter(TokenStream in) {
        super(in);
    }

    @Override
    public boolean incrementToken() throws IOException {
        if (!input.incrementToken()) {
            return false;
        }
        if (mayHoldMarks()) {
            String folded = fold(term.toString());
            term.setEmpty().append(folded);
        }
        return true;
    }

    private boolean mayHoldMarks() {
        char[] chars = term.buffer();
        for (int i = 0; i < term.length(); i++) {
            if (chars[i] > 0x7f) {
                return isFolded(chars[i]);
            }
        }
        return false;
    }

    private static boolean isFolded(char c) {
        return switch (UnicodeScript.of(c)) {
            case LATIN, GREEK, CYRILLIC, HEBREW, ARABIC, INHERITED -> true;
            default -> false;
        };
    }

    private static String fold(String word) {
        String apart = Normalizer.normalize(word, Normalizer.Form.NFD);
        StringBuilder plain = new StringBuilder(apart.length());
        for (int i = 0; i < apart.length(); i++) {
            char c = apart.charAt(i);
            if (Character.getType(c) != Character.NON_SPACING_MARK) {
                plain.append(c == FINAL_SIGMA ? SIGMA : c);
            }
        }
        return Normalizer.normalize(plain, Normalizer.Form.NFC);
    }
}
