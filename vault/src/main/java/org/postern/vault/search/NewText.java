package org.postern.vault.search;

/// Leaves out of one form of a text the lines that the other form of it holds too, word by word.
///
/// Mail says most things twice, as text and as HTML. A line that is left out is found by the other form: it stands
/// there with the same words in the same order. Bounded: texts that would take long to compare are kept whole.
final class NewText {
    /// Characters compared in all, at most; a comparison looks through the other form once at worst.
    private static final long MAX_COMPARED = 40_000_000;

    private static final int MIN_LINE = 2;

    private NewText() {}

    /// The lines of `text` that `known` does not hold.
    static String in(String text, String known) {
        if (known.isBlank()) {
            return text;
        }
        String other = words(known);
        StringBuilder fresh = new StringBuilder();
        long compared = 0;
        int place = 0;
        for (String line : text.split("\n", -1)) {
            String words = words(line);
            if (words.length() < MIN_LINE || compared > MAX_COMPARED) {
                fresh.append(words.isBlank() ? "" : line).append('\n');
                continue;
            }
            int found = other.indexOf(words, place); // Both forms go on in the same order, mostly.
            compared += found < 0 ? other.length() : found - place;
            if (found < 0) {
                found = other.indexOf(words);
                compared += other.length();
            }
            if (found < 0) {
                fresh.append(line).append('\n');
            } else {
                place = found;
            }
        }
        return fresh.toString().strip();
    }

    /// Each run of what is no letter or digit as one blank, also before and behind.
    private static String words(String text) {
        StringBuilder words = new StringBuilder(text.length() + 2).append(' ');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean part =
                    c < 0x80 ? (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') : !isJoint(c);
            if (part) {
                words.append(c);
            } else if (words.charAt(words.length() - 1) != ' ') {
                words.append(' ');
            }
        }
        if (words.charAt(words.length() - 1) != ' ') {
            words.append(' ');
        }
        return words.toString();
    }

    private static boolean isJoint(char c) {
        return Character.isWhitespace(c) || c == '\u00a0';
    }
}
