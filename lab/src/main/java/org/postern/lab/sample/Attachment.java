package org.postern.lab.sample;

import java.util.EnumMap;
import java.util.Map;

/// A file that people send each other, often the same one to several and each program encoding it its own way.
final class Attachment {
    private final String name;
    private final String type;
    private final Rope bytes;
    private final Map<Encoding, Rope> encoded = new EnumMap<>(Encoding.class);

    Attachment(String name, String type, byte[] bytes) {
        this.name = name;
        this.type = type;
        this.bytes = Rope.of(bytes);
    }

    String name() {
        return name;
    }

    long size() {
        return bytes.size();
    }

    /// The part that carries the file; each encoding is made once and shared by all who send it.
    Body as(Encoding encoding) {
        return part(encoding, HeaderText.field("Content-Disposition", "attachment; " + parameter("filename")));
    }

    /// The part for a picture within HTML, which refers to it as `cid:…` (RFC 2392).
    Body inline(Encoding encoding, String contentId) {
        return part(
                encoding,
                HeaderText.field("Content-ID", "<" + contentId + ">")
                        + HeaderText.field("Content-Disposition", "inline; " + parameter("filename")));
    }

    private Body part(Encoding encoding, String more) {
        String fields = HeaderText.field("Content-Type", type + "; " + parameter("name"))
                + HeaderText.field("Content-Transfer-Encoding", encoding.label())
                + more;
        return new Body(fields, encoded.computeIfAbsent(encoding, this::encode));
    }

    private Rope encode(Encoding encoding) {
        return Rope.of(encoding.encode(bytes.bytes()));
    }

    private String parameter(String parameter) {
        return HeaderText.isAscii(name)
                ? parameter + "=\"" + name + "\""
                : parameter + "*=" + HeaderText.extendedValue(name);
    }
}
