package org.postern.extract.child;

import java.util.Set;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/// Gathers the characters of a document up to a limit, with line ends where its blocks end; then stops the parser.
final class TextCollector extends DefaultHandler {
    private static final Set<String> INLINE =
            Set.of("a", "b", "i", "u", "s", "span", "font", "em", "strong", "sub", "sup");

    private final int maxChars;
    private final StringBuilder text = new StringBuilder();
    private boolean full;
    private boolean broken;

    TextCollector(int maxChars) {
        this.maxChars = maxChars;
    }

    /// Thrown through the parser when there is enough text.
    static final class Full extends SAXException {
        Full() {
            super("enough text");
        }
    }

    @Override
    public void startElement(String uri, String localName, String qName, Attributes attributes) {
        separate(localName);
    }

    @Override
    public void endElement(String uri, String localName, String qName) {
        separate(localName);
    }

    private void separate(String element) {
        if (!INLINE.contains(element)) {
            separate();
        }
    }

    /// Ends the line, so that words before and behind do not grow together.
    void separate() {
        if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
            text.append('\n');
        }
    }

    @Override
    public void characters(char[] chars, int start, int length) throws SAXException {
        int room = maxChars - text.length();
        if (length <= room) {
            text.append(chars, start, length);
            return;
        }
        text.append(chars, start, Math.max(0, room));
        full = true;
        throw new Full();
    }

    @Override
    public void ignorableWhitespace(char[] chars, int start, int length) throws SAXException {
        characters(chars, start, length);
    }

    /// A line of its own, such as the name of a file in an archive.
    void line(String words) throws SAXException {
        separate();
        characters(words.toCharArray(), 0, words.length());
        separate();
    }

    /// Notes that something of the document could not be read.
    void breakOff() {
        broken = true;
    }

    boolean isBroken() {
        return broken;
    }

    boolean isFull() {
        return full;
    }

    boolean isBlank() {
        return text.toString().isBlank();
    }

    String text() {
        return text.length() > maxChars ? text.substring(0, maxChars) : text.toString();
    }
}
