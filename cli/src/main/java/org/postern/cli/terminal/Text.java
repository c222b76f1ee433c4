package org.postern.cli.terminal;

/// Text from mail made fit for a terminal, and measured as a terminal shows it.
public final class Text {
    private Text() {}

    /// The text on one line, with control characters and direction overrides shown as `�`.
    public static String line(String text) {
        return safe(text).replace('\n', ' ').replace('\t', ' ');
    }

    /// The text with its line ends and tabs, and every other control character or direction override as `�`.
    public static String safe(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.replace("\r\n", "\n").codePoints().forEach(c -> safe.appendCodePoint(isSafe(c) ? c : 0xFFFD));
        return safe.toString();
    }

    private static boolean isSafe(int c) {
        boolean directionOverride = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
        return c == '\n' || c == '\t' || (!Character.isISOControl(c) && !directionOverride);
    }

    /// How many cells of a terminal the text takes: 2 for an East Asian wide character, none for a combining mark.
    public static int width(String text) {
        return text.codePoints().map(Text::width).sum();
    }

    /// The text cut to at most `cells`, its last one an ellipsis when something was cut.
    public static String cut(String text, int cells) {
        if (width(text) <= cells) {
            return text;
        }
        StringBuilder kept = new StringBuilder();
        int used = 1; // The ellipsis.
        for (int c : text.codePoints().toArray()) {
            used += width(c);
            if (used > cells) {
                break;
            }
            kept.appendCodePoint(c);
        }
        return kept.append('…').toString();
    }

    private static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        return isWide(c) ? 2 : 1;
    }

    private static boolean isWide(int c) {
        return (c >= 0x1100 && c <= 0x115F) // Hangul
                || (c >= 0x2E80 && c <= 0xA4CF) // CJK, kana, Yi
                || (c >= 0xAC00 && c <= 0xD7A3) // Hangul syllables
                || (c >= 0xF900 && c <= 0xFAFF) // CJK compatibility
                || (c >= 0xFE30 && c <= 0xFE6F)
                || (c >= 0xFF00 && c <= 0xFF60) // full-width forms
                || (c >= 0x1F300 && c <= 0x1FAFF) // emoji
                || (c >= 0x20000 && c <= 0x3FFFD);
    }
}
