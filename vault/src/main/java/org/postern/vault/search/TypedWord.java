package org.postern.vault.search;

import java.util.ArrayList;
import java.util.List;

/// One word or phrase as it was typed.
///
/// @param prefix it ended in `*`
/// @param unclosed a phrase without its second quotation mark
record TypedWord(String text, boolean prefix, boolean unclosed) {
    private static final String QUOTES = "\"\u201c\u201d\u201e\u00ab\u00bb\uff02";

    static List<TypedWord> cut(String typed) {
        List<TypedWord> words = new ArrayList<>();
        int at = 0;
        while (at < typed.length()) {
            char c = typed.charAt(at);
            if (Character.isWhitespace(c) || c == '\u00a0') {
                at++;
            } else if (isQuote(c)) {
                int end = end(typed, at + 1, true);
                words.add(new TypedWord(typed.substring(at + 1, end), false, end == typed.length()));
                at = end + 1;
            } else {
                int end = end(typed, at, false);
                words.add(word(typed.substring(at, end)));
                at = end;
            }
        }
        return words;
    }

    private static TypedWord word(String text) {
        int length = text.length();
        while (length > 0 && text.charAt(length - 1) == '*') {
            length--;
        }
        return new TypedWord(text.substring(0, length), length < text.length(), false);
    }

    private static int end(String typed, int from, boolean phrase) {
        int at = from;
        while (at < typed.length()) {
            char c = typed.charAt(at);
            if (isQuote(c) || (!phrase && Character.isWhitespace(c))) {
                return at;
            }
            at++;
        }
        return at;
    }

    private static boolean isQuote(char c) {
        return QUOTES.indexOf(c) >= 0;
    }
}
