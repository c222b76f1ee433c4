package org.postern.mail;

import java.util.Locale;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.select.NodeFilter;

/// Reduces HTML to the text that a reader sees; scripts, styles and comments are dropped, nothing is fetched.
final class HtmlText {
    /// Characters of source that are looked at.
    static final int MAX_SOURCE = 4 << 20;

    private static final int MAX_DEPTH = 256;

    private HtmlText() {}

    /// The text, at most `maxChars` of it, with line ends where blocks end.
    static String of(String html, int maxChars) {
        Parser parser = Parser.htmlParser().setMaxDepth(MAX_DEPTH);
        String source = html.length() > MAX_SOURCE ? html.substring(0, MAX_SOURCE) : html;
        Document document = parser.parseInput(source, "");
        Collector collector = new Collector(maxChars);
        document.filter(collector);
        return collector.text();
    }

    /// Walks the tree without recursion and stops when it has enough.
    private static final class Collector implements NodeFilter {
        private final StringBuilder text = new StringBuilder();
        private final int maxChars;
        private boolean spacePending;

        Collector(int maxChars) {
            this.maxChars = maxChars;
        }

        @Override
        public FilterResult head(Node node, int depth) {
            if (text.length() >= maxChars) {
                return FilterResult.STOP;
            }
            if (node instanceof TextNode words) {
                add(words.getWholeText());
            } else if (node instanceof Element element) {
                if (isUnseen(element.normalName())) {
                    return FilterResult.SKIP_ENTIRELY;
                }
                startElement(element);
            }
            return FilterResult.CONTINUE;
        }

        @Override
        public FilterResult tail(Node node, int depth) {
            if (node instanceof Element element && element.isBlock()) {
                newLine();
            }
            return FilterResult.CONTINUE;
        }

        private void startElement(Element element) {
            switch (element.normalName()) {
                case "br" -> newLine();
                case "td", "th" -> spacePending = true;
                case "img" -> add(" " + element.attr("alt") + " ");
                default -> {
                    if (element.isBlock()) {
                        newLine();
                    }
                }
            }
        }

        private static boolean isUnseen(String name) {
            return switch (name.toLowerCase(Locale.ROOT)) {
                case "script", "style", "head", "noscript", "template", "object", "svg" -> true;
                default -> false;
            };
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

        String text() {
            return text.length() > maxChars
                    ? text.substring(0, maxChars).strip()
                    : text.toString().strip();
        }
    }
}
