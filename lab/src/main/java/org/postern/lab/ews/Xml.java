package org.postern.lab.ews;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.postern.lab.net.Body;
import org.postern.lab.source.Content;

/// Writes XML with EWS's prefixes: `s` SOAP, `m` messages, `t` types.
///
/// Stored messages go into the answer as base64 straight from where they lie. What XML 1.0 does not allow is written as
/// a question mark, so that an answer is well-formed unless a fault wants otherwise.
final class Xml {
    static final String CONTENT_TYPE = "text/xml; charset=utf-8";

    private final List<Body.Segment> done = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /// Where the writer was; see [#back].
    record Mark(int segments, int depth) {}

    /// Attributes as name, value, name, value; one with an empty value is left out.
    Xml open(String name, String... attributes) {
        start(name, attributes);
        text.append('>');
        open.push(name);
        return this;
    }

    Xml close() {
        text.append("</").append(open.pop()).append('>');
        return this;
    }

    Xml empty(String name, String... attributes) {
        start(name, attributes);
        text.append("/>");
        return this;
    }

    Xml leaf(String name, String value, String... attributes) {
        open(name, attributes);
        escape(value);
        return close();
    }

    Xml leaf(String name, boolean value) {
        return leaf(name, Boolean.toString(value));
    }

    Xml leaf(String name, long value) {
        return leaf(name, Long.toString(value));
    }

    /// The base64 of the first `size` bytes of some content.
    Xml base64(String name, Content content, long size, String... attributes) {
        open(name, attributes);
        flush();
        if (size > 0) {
            done.add(new Body.Base64Of(content, size));
        }
        return close();
    }

    /// Text inside the open element.
    Xml text(String characters) {
        escape(characters);
        return this;
    }

    /// Exactly these characters, markup or not.
    Xml raw(String characters) {
        text.append(characters);
        return this;
    }

    Mark mark() {
        flush();
        return new Mark(done.size(), open.size());
    }

    /// Forgets all that was written since the mark.
    void back(Mark to) {
        done.subList(to.segments, done.size()).clear();
        text.setLength(0);
        while (open.size() > to.depth) {
            open.pop();
        }
    }

    Body body() {
        flush();
        return new Body(CONTENT_TYPE, done);
    }

    private void flush() {
        if (!text.isEmpty()) {
            done.add(new Body.Raw(text.toString().getBytes(StandardCharsets.UTF_8)));
            text.setLength(0);
        }
    }

    private void start(String name, String... attributes) {
        text.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            if (!attributes[i + 1].isEmpty()) {
                text.append(' ').append(attributes[i]).append("=\"");
                escape(attributes[i + 1]);
                text.append('"');
            }
        }
    }

    private void escape(String value) {
        value.codePoints().forEach(point -> {
            switch (point) {
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '&' -> text.append("&amp;");
                case '"' -> text.append("&quot;");
                case '\r' -> text.append("&#xD;");
                default -> text.appendCodePoint(isAllowed(point) ? point : '?');
            }
        });
    }

    /// XML 1.0 §2.2.
    private static boolean isAllowed(int point) {
        return (point >= 0x20 && point <= 0xD7FF)
                || point == '\t'
                || point == '\n'
                || (point >= 0xE000 && point <= 0xFFFD)
                || point >= 0x10000;
    }
}
