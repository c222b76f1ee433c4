package org.postern.mail;

import java.util.Locale;
import java.util.Set;
import org.jsoup.parser.Parser;

/// Reduces HTML to the text that a reader sees; scripts, styles and comments are dropped, nothing is fetched.
///
/// A walk over tags and text, without a tree: building one takes quadratic time on the nested tables that anyone may
/// send, and text needs none. One pass; an unclosed quote, comment or script costs one search, not one each.
final class HtmlText {
    /// Characters of source that are looked at.
    static final int MAX_SOURCE = 4 << 20;

    private static final int MAX_NAME = 20;
    private static final Set<String> UNSEEN =
            Set.of("script", "style", "head", "title", "noscript", "template", "object", "svg", "textarea");
    private static final Set<String> INLINE = Set.of(
            "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
            "ins", "kbd", "label", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
            "td", "th", "time", "tt", "u", "var", "wbr", "img", "o:p");

    private final String html;
    private final int maxChars;
    private final StringBuilder text = new StringBuilder();
    private boolean spacePending;
    private boolean quotesExhausted;
    private int at;

    private HtmlText(String html, int maxChars) {
        this.html = html;
        this.maxChars = maxChars;
    }

    /// The text, at most `maxChars` of it, with line ends where blocks end.
    static String of(String html, int maxChars) {
        return new HtmlText(html.length() > MAX_SOURCE ? html.substring(0, MAX_SOURCE) : html, maxChars).run();
    }

    private String run() {
        while (at < html.length() && text.length() < maxChars) {
            int tag = html.indexOf('<', at);
            int end = tag < 0 ? html.length() : tag;
            addEncoded(html.substring(at, end));
            at = end;
            if (at < html.length()) {
                markup();
            }
        }
        return (text.length() > maxChars ? text.substring(0, maxChars) : text.toString()).strip();
    }

    /// What starts with `<`: a comment, a tag, or just the character.
    private void markup() {
        char next = at + 1 < html.length() ? html.charAt(at + 1) : ' ';
        if (html.startsWith("<!--", at)) {
            int end = html.indexOf("-->", at + 4);
            at = end < 0 ? html.length() : end + 3;
        } else if (next == '!' || next == '?') {
            int end = html.indexOf('>', at);
            at = end < 0 ? html.length() : end + 1;
        } else if (next == '/' || Character.isLetter(next)) {
            tag(next == '/');
        } else {
            add("<");
            at++;
        }
    }

    private void tag(boolean closing) {
        int start = at + (closing ? 2 : 1);
        int nameEnd = start;
        while (nameEnd < html.length() && nameEnd < start + MAX_NAME && isNameChar(html.charAt(nameEnd))) {
            nameEnd++;
        }
        String name = html.substring(start, nameEnd).toLowerCase(Locale.ROOT);
        int end = tagEnd(nameEnd);
        String attributes = html.substring(nameEnd, Math.max(nameEnd, end - 1));
        at = end;
        if (!closing && UNSEEN.contains(name) && !attributes.endsWith("/")) {
            skipPast(name);
        } else if (!INLINE.contains(name)) {
            newLine();
        } else if (name.equals("td") || name.equals("th")) {
            spacePending = true;
        } else if (name.equals("img")) {
            addEncoded(" " + alternativeText(attributes) + " ");
        }
    }

    /// After the `>` that ends the tag; quoted values may hold one.
    private int tagEnd(int from) {
        for (int i = from; i < html.length(); i++) {
            char c = html.charAt(i);
            if (c == '>') {
                return i + 1;
            }
            boolean value = (c == '"' || c == '\'') && html.charAt(i - 1) == '=' && !quotesExhausted;
            if (value) {
                int close = html.indexOf(c, i + 1);
                quotesExhausted = close < 0;
                i = close < 0 ? i : close;
            }
        }
        return html.length();
    }

    /// Skips the content of an element that is not shown; a head without an end runs to the body.
    private void skipPast(String name) {
        int from = at;
        while (from < html.length()) {
            int tag = html.indexOf('<', from);
            if (tag < 0) {
                break;
            }
            if (html.regionMatches(true, tag + 1, "/" + name, 0, name.length() + 1)) {
                at = tagEnd(tag + 1 + name.length());
                return;
            }
            if (name.equals("head") && html.regionMatches(true, tag + 1, "body", 0, 4)) {
                at = tag;
                return;
            }
            from = tag + 1;
        }
        at = html.length();
    }

    private static String alternativeText(String attributes) {
        int alt = attributes.toLowerCase(Locale.ROOT).indexOf(" alt=");
        if (alt < 0 || alt + 6 >= attributes.length()) {
            return "";
        }
        char quote = attributes.charAt(alt + 5);
        int end = quote == '"' || quote == '\'' ? attributes.indexOf(quote, alt + 6) : -1;
        return end < 0 ? "" : attributes.substring(alt + 6, end);
    }

    private static boolean isNameChar(char c) {
        return Character.isLetterOrDigit(c) || c == ':' || c == '-';
    }

    private void addEncoded(String source) {
        add(source.indexOf('&') < 0 ? source : Parser.unescapeEntities(source, false));
    }

    /// Joins white space as a browser does.
    private void add(String words) {
        for (int i = 0; i < words.length() && text.length() < maxChars; i++) {
            char c = words.charAt(i);
            if (Character.isWhitespace(c) || c == '\u00a0') {
                spacePending = true;
            } else if (c != '\u200b' && c != '\u200c' && c != '\u00ad') {
                if (spacePending && !text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
                    text.append(' ');
                }
                spacePending = false;
                text.append(c);
            }
        }
    }

    private void newLine() {
        spacePending = false;
        if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
            text.append('\n');
        }
    }
}
