package org.postern.protect.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.select.NodeVisitor;
import org.jspecify.annotations.Nullable;

/// A document in HTML: what a reader sees of it, all its text, and its links.
public final class Html {
    /// More of a source is not looked at.
    static final int MOST_CHARACTERS = 2 << 20;

    private static final int DEEPEST = 256;
    private static final int MOST_LINKS = 5_000;
    /// What leads somewhere, and by which attribute.
    private static final Map<String, String> TARGETS = Map.of("a", "href", "area", "href", "form", "action");

    private static final Set<String> UNSEEN =
            Set.of("script", "style", "head", "title", "noscript", "template", "object", "svg", "select", "iframe");
    private static final Set<String> LINES = Set.of(
            "p",
            "div",
            "br",
            "tr",
            "table",
            "li",
            "ul",
            "ol",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "hr",
            "blockquote",
            "pre",
            "section",
            "article",
            "header",
            "footer",
            "center",
            "dd",
            "dt",
            "address",
            "form");

    private final String raw;
    private final @Nullable Element root;
    private final String plain;
    private final Supplier<String> displayText;
    private final Supplier<String> innerText;

    private Html(String raw, @Nullable Element root, String plain) {
        this.raw = raw;
        this.root = root;
        this.plain = plain;
        this.displayText = new Once<>(() -> text(true));
        this.innerText = new Once<>(() -> text(false));
    }

    public static Html parse(String source) {
        String bounded = source.length() > MOST_CHARACTERS ? source.substring(0, MOST_CHARACTERS) : source;
        Document document = Parser.htmlParser().setMaxDepth(DEEPEST).parseInput(bounded, "");
        return new Html(source, document, "");
    }

    /// A part of a document.
    public static Html of(Element element) {
        return new Html(element.outerHtml(), element, "");
    }

    /// What stands in a document without being an element: the value of an attribute, a comment.
    public static Html ofText(String raw, String text) {
        return new Html(raw, null, text);
    }

    public String raw() {
        return raw;
    }

    /// Null where it is only text.
    public @Nullable Element root() {
        return root;
    }

    /// The text that is seen, with line ends where blocks end.
    public String displayText() {
        return displayText.get();
    }

    /// All text, seen or not, but no scripts and styles.
    public String innerText() {
        return innerText.get();
    }

    private String text(boolean seenOnly) {
        if (root == null) {
            return plain;
        }
        TextCollector collector = new TextCollector(seenOnly);
        root.traverse(collector);
        return collector.text();
    }

    /// The text of it and what is quoted, cut where a mailer's marks of a quotation begin.
    List<String> ownAndQuoted() {
        if (root == null) {
            return List.of(plain);
        }
        TextCollector collector = new TextCollector(true);
        collector.cutAtQuotes = true;
        root.traverse(collector);
        return collector.parts();
    }

    public List<Link> links() {
        if (root == null) {
            return List.of();
        }
        LinkCollector collector = new LinkCollector();
        root.traverse(collector);
        return List.copyOf(collector.links);
    }

    /// Gathers links, in one walk that knows whether it is where nothing is seen.
    private static final class LinkCollector implements NodeVisitor {
        private final List<Link> links = new ArrayList<>();
        private int hiddenDepth = -1;

        @Override
        public void head(Node node, int depth) {
            if (node instanceof Element element) {
                if (hiddenDepth < 0 && hidden(element)) {
                    hiddenDepth = depth;
                }
                String target = TARGETS.get(element.normalName());
                if (target != null && element.hasAttr(target) && links.size() < MOST_LINKS) {
                    link(element, element.attr(target).strip(), hiddenDepth < 0).ifPresent(links::add);
                }
            }
        }

        @Override
        public void tail(Node node, int depth) {
            hiddenDepth = depth == hiddenDepth ? -1 : hiddenDepth;
        }
    }

    private static Optional<Link> link(Element element, String target, boolean seen) {
        if (target.startsWith("#")) {
            return Optional.empty();
        }
        return WebAddress.parse(target).map(url -> {
            String text = element.normalName().equals("form")
                    ? ""
                    : element.text().replaceAll("[\\u200b\\u00ad\\ufeff]", "").strip();
            return new Link(
                    url,
                    text.isEmpty() ? null : text,
                    text.indexOf(' ') >= 0 ? null : WebAddress.parse(text).orElse(null),
                    seen,
                    "hyperlink");
        });
    }

    static boolean hidden(Element element) {
        if (element.hasAttr("hidden")) {
            return true;
        }
        if (!element.hasAttr("style")) {
            return false;
        }
        String style = element.attr("style").toLowerCase(Locale.ROOT).replaceAll("\\s+", "");
        return style.contains("display:none") || style.contains("visibility:hidden") || style.contains("font-size:0px");
    }

    /// Gathers text as it stands on the screen.
    private static final class TextCollector implements NodeVisitor {
        private final boolean seenOnly;
        private final List<String> parts = new ArrayList<>();
        private StringBuilder text = new StringBuilder();
        private boolean cutAtQuotes;
        private int unseenDepth = -1;

        TextCollector(boolean seenOnly) {
            this.seenOnly = seenOnly;
        }

        @Override
        public void head(Node node, int depth) {
            if (unseenDepth >= 0) {
                return;
            }
            switch (node) {
                case TextNode words -> add(words.getWholeText());
                case DataNode _, Comment _ -> {}
                case Element element -> {
                    if (UNSEEN.contains(element.normalName()) || (seenOnly && hidden(element))) {
                        unseenDepth = depth;
                    } else {
                        enter(element);
                    }
                }
                default -> {}
            }
        }

        private void enter(Element element) {
            if (cutAtQuotes && parts.isEmpty() && QuoteMarks.begins(element)) {
                parts.add(text.toString());
                text = new StringBuilder();
            }
            String name = element.normalName();
            if (LINES.contains(name)) {
                endLine();
            } else if ((name.equals("td") || name.equals("th")) && !text.isEmpty()) {
                space();
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (depth == unseenDepth) {
                unseenDepth = -1;
            } else if (unseenDepth < 0 && node instanceof Element element && LINES.contains(element.normalName())) {
                endLine();
            }
        }

        private void add(String words) {
            for (int at = 0; at < words.length(); at++) {
                char c = words.charAt(at);
                if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
                    space();
                } else {
                    text.append(c);
                }
            }
        }

        private void space() {
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ' ' && text.charAt(text.length() - 1) != '\n') {
                text.append(' ');
            }
        }

        private void endLine() {
            int end = text.length();
            while (end > 0 && text.charAt(end - 1) == ' ') {
                end--;
            }
            text.setLength(end);
            if (end > 0 && text.charAt(end - 1) != '\n') {
                text.append('\n');
            }
        }

        String text() {
            return text.toString().strip();
        }

        List<String> parts() {
            List<String> all = new ArrayList<>(parts);
            all.add(text.toString());
            return all.stream().map(String::strip).toList();
        }
    }
}
