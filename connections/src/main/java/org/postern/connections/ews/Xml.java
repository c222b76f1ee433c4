package org.postern.connections.ews;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes XML of our own making, a piece at a time: elements in `t:` (types) and `m:` (messages), text escaped.
final class Xml {
    private final ByteArrayOutputStream out;

    Xml() {
        this(512);
    }

    private Xml(int size) {
        this.out = new ByteArrayOutputStream(size);
    }

    /// With room for a message's base64.
    static Xml sized(int bytes) {
        return new Xml(bytes);
    }

    /// @param tag such as `m:GetItem` or `t:FieldURI FieldURI="item:Size"`, of our own making
    Xml open(String tag) {
        return raw("<" + tag + ">");
    }

    Xml close(String name) {
        return raw("</" + name + ">");
    }

    Xml empty(String tag) {
        return raw("<" + tag + "/>");
    }

    /// An element with text that may be anything.
    Xml text(String name, String text) {
        return raw("<" + name + ">").raw(escaped(text)).raw("</" + name + ">");
    }

    /// An empty element with one attribute whose value may be anything.
    Xml with(String name, String attribute, String value) {
        return raw("<" + name + " " + attribute + "=\"" + escaped(value) + "\"/>");
    }

    Xml base64(String tag, String name, byte[] base64) {
        open(tag);
        out.writeBytes(base64);
        return close(name);
    }

    Xml add(Xml other) {
        out.writeBytes(other.out.toByteArray());
        return this;
    }

    private Xml raw(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    /// What XML cannot carry at all (XML 1.0 §2.2) becomes U+FFFD.
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(code -> {
            switch (code) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\t', '\n', '\r' -> escaped.append("&#").append(code).append(';');
                default -> {
                    boolean forbidden =
                            code < ' ' || (code >= 0xD800 && code <= 0xDFFF) || code == 0xFFFE || code == 0xFFFF;
                    escaped.appendCodePoint(forbidden ? 0xFFFD : code);
                }
            }
        });
        return escaped.toString();
    }
}
