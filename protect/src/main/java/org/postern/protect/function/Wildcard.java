package org.postern.protect.function;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// A pattern of `like`: `*` stands for any characters, `?` for one; the whole text has to fit, and nothing is escaped.
final class Wildcard implements Predicate<String> {
    private final List<String> pieces;
    private final boolean openStart;
    private final boolean openEnd;

    private Wildcard(List<String> pieces, boolean openStart, boolean openEnd) {
        this.pieces = pieces;
        this.openStart = openStart;
        this.openEnd = openEnd;
    }

    static Predicate<String> of(String pattern) {
        List<String> pieces = new ArrayList<>();
        for (String piece : pattern.split("\\*+", -1)) {
            if (!piece.isEmpty()) {
                pieces.add(piece);
            }
        }
        boolean openStart = pattern.startsWith("*");
        boolean openEnd = pattern.endsWith("*");
        if (pieces.isEmpty()) {
            return openStart ? _ -> true : String::isEmpty;
        }
        if (pieces.size() == 1 && pattern.indexOf('?') < 0) {
            String only = pieces.getFirst();
            return openStart
                    ? openEnd ? text -> text.contains(only) : text -> text.endsWith(only)
                    : openEnd ? text -> text.startsWith(only) : text -> text.equals(only);
        }
        return new Wildcard(List.copyOf(pieces), openStart, openEnd);
    }

    /// Each piece is taken where it comes first, the last one at the end: nothing is ever tried again.
    @Override
    public boolean test(String text) {
        int at = 0;
        int left = pieces.size();
        for (String piece : pieces) {
            left--;
            if (left == 0 && !openEnd) {
                int start = back(text, piece);
                return start >= at && (openStart || pieces.size() > 1 || start == 0) && fits(text, start, piece) >= 0;
            }
            int end = at == 0 && !openStart ? fits(text, 0, piece) : find(text, at, piece);
            if (end < 0) {
                return false;
            }
            at = end;
        }
        return true;
    }

    /// Where the first place at or after one ends at which a piece fits; negative when none does.
    private static int find(String text, int from, String piece) {
        if (piece.indexOf('?') < 0) {
            int found = text.indexOf(piece, from);
            return found < 0 ? -1 : found + piece.length();
        }
        for (int at = from; at <= text.length(); at++) {
            int end = fits(text, at, piece);
            if (end >= 0) {
                return end;
            }
        }
        return -1;
    }

    private static int fits(String text, int from, String piece) {
        int at = from;
        for (int index = 0; index < piece.length(); index++) {
            if (at >= text.length()) {
                return -1;
            }
            char wanted = piece.charAt(index);
            if (wanted == '?') {
                at += Character.charCount(text.codePointAt(at));
            } else if (text.charAt(at) == wanted) {
                at++;
            } else {
                return -1;
            }
        }
        return at;
    }

    /// Where a piece that ends with the text begins.
    private static int back(String text, String piece) {
        int at = text.length();
        for (int index = piece.length() - 1; index >= 0; index--) {
            if (at == 0) {
                return -1;
            }
            at -= piece.charAt(index) == '?' ? Character.charCount(text.codePointBefore(at)) : 1;
        }
        return at;
    }
}
