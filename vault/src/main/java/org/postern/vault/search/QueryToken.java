package org.postern.vault.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.postern.vault.search.Criterion.Form;

/// A piece of a query as typed; `at` is where it begins.
sealed interface QueryToken {
    int at();

    record Open(int at) implements QueryToken {}

    record Close(int at) implements QueryToken {}

    record And(int at) implements QueryToken {}

    record Or(int at) implements QueryToken {}

    record Not(int at) implements QueryToken {}

    /// `name:`, what follows is its value.
    record FieldName(int at, String name) implements QueryToken {}

    record Word(int at, String text, Form form) implements QueryToken {}

    /// Cuts what was typed. Words are separated by blanks, quotation marks and parentheses alone.
    static List<QueryToken> cut(String typed) throws QueryProblem {
        return new Cutter(typed).cut();
    }

    /// One pass over what was typed.
    final class Cutter {
        private static final String QUOTES = "\"\u201c\u201d\u201e\u00ab\u00bb\uff02";
        private static final int MAX_FIELD = 20;

        private final String typed;
        private final List<QueryToken> tokens = new ArrayList<>();
        private int at;

        private Cutter(String typed) {
            this.typed = typed;
        }

        private List<QueryToken> cut() throws QueryProblem {
            while (at < typed.length()) {
                char c = typed.charAt(at);
                if (isBlank(c)) {
                    at++;
                } else if (c == '(') {
                    tokens.add(new Open(at++));
                } else if (c == ')') {
                    tokens.add(new Close(at++));
                } else if (isQuote(c)) {
                    phrase();
                } else if (c == '-' && startsWord()) {
                    tokens.add(new Not(at++));
                } else {
                    word();
                }
            }
            return tokens;
        }

        /// A dash stands for NOT only before something and behind nothing.
        private boolean startsWord() {
            boolean behind = at > 0 && !isBlank(typed.charAt(at - 1)) && typed.charAt(at - 1) != '(';
            return !behind && at + 1 < typed.length() && !isBlank(typed.charAt(at + 1));
        }

        private void phrase() throws QueryProblem {
            int start = at + 1;
            int end = start;
            while (end < typed.length() && !isQuote(typed.charAt(end))) {
                end++;
            }
            if (end == typed.length()) {
                throw new QueryProblem(
                        at, "a quotation mark is not closed. Put \" before and after a phrase, or leave it out.");
            }
            tokens.add(new Word(at, typed.substring(start, end), Form.PHRASE));
            at = end + 1;
        }

        private void word() {
            int start = at;
            while (at < typed.length() && !isEnd(typed.charAt(at))) {
                if (typed.charAt(at) == ':' && isFieldName(start, at)) {
                    String name = typed.substring(start, at).toLowerCase(Locale.ROOT);
                    at++;
                    tokens.add(new FieldName(start, name));
                    return;
                }
                at++;
            }
            tokens.add(ofText(start, typed.substring(start, at)));
        }

        /// Letters only, not a link's scheme, and not within a value such as a time.
        private boolean isFieldName(int start, int colon) {
            boolean link = typed.startsWith("//", colon + 1);
            boolean letters = colon > start
                    && colon - start <= MAX_FIELD
                    && typed.substring(start, colon).chars().allMatch(c -> (c | 0x20) >= 'a' && (c | 0x20) <= 'z');
            return letters && !link;
        }

        private static QueryToken ofText(int start, String text) {
            return switch (text) {
                case "AND", "&&" -> new And(start);
                case "OR", "||" -> new Or(start);
                case "NOT" -> new Not(start);
                default -> plain(start, text);
            };
        }

        private static QueryToken plain(int start, String text) {
            int length = text.length();
            while (length > 0 && text.charAt(length - 1) == '*') {
                length--;
            }
            Form form = length < text.length() ? Form.PREFIX : Form.PLAIN;
            return new Word(start, text.substring(0, length), form);
        }

        private static boolean isEnd(char c) {
            return isBlank(c) || isQuote(c) || c == '(' || c == ')';
        }

        private static boolean isBlank(char c) {
            return Character.isWhitespace(c) || c == '\u00a0' || c == '\u3000';
        }

        private static boolean isQuote(char c) {
            return QUOTES.indexOf(c) >= 0;
        }
    }
}
