package org.postern.lab.sample;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A MIME entity: its Content-… fields, and its content as it stands on the wire.
///
/// @param fields the fields with their line ends
/// @param content the encoded content
record Body(String fields, Rope content) {

    static Body plain(String text, Charset charset, Encoding encoding) {
        return text("plain", text, charset, encoding);
    }

    static Body html(String text, Charset charset, Encoding encoding) {
        return text("html", text, charset, encoding);
    }

    /// Text of a subtype; `\n` becomes CRLF.
    static Body text(String subtype, String text, Charset charset, Encoding encoding) {
        String crlf = text.replace("\r\n", "\n").replace("\n", "\r\n");
        String ended = crlf.endsWith("\r\n") ? crlf : crlf + "\r\n";
        String type = "text/" + subtype + "; charset=" + label(charset);
        return encoded(type, "", ended.getBytes(charset), encoding);
    }

    /// An entity of any type, whose bytes are encoded here.
    static Body encoded(String type, String moreFields, byte[] bytes, Encoding encoding) {
        return new Body(
                HeaderText.field("Content-Type", type)
                        + HeaderText.field("Content-Transfer-Encoding", encoding.label())
                        + moreFields,
                Rope.of(encoding.encode(bytes)));
    }

    /// A multipart of a subtype; further parameters (`; type=…`) may follow the boundary.
    static Body multipart(String subtype, String boundary, String parameters, List<Body> parts) {
        List<Rope> ropes = new ArrayList<>();
        for (Body part : parts) {
            ropes.add(Rope.of("--" + boundary + "\r\n" + part.fields + "\r\n"));
            ropes.add(part.content);
            ropes.add(Rope.of("\r\n"));
        }
        ropes.add(Rope.of("--" + boundary + "--\r\n"));
        String type = "multipart/" + subtype + "; boundary=\"" + boundary + "\"" + parameters;
        return new Body(HeaderText.field("Content-Type", type), Rope.join(ropes));
    }

    static Body multipart(String subtype, String boundary, List<Body> parts) {
        return multipart(subtype, boundary, "", parts);
    }

    /// A whole message inside a message (RFC 2046 §5.2.1), which is never encoded.
    static Body message(Rope message, String fileName) {
        String fields = HeaderText.field("Content-Type", "message/rfc822")
                + HeaderText.field("Content-Disposition", "attachment; filename=\"" + fileName + "\"");
        return new Body(fields, message);
    }

    /// The entity as the rest of a message after its own header fields.
    Rope rope() {
        return Rope.join(Rope.of(fields + "\r\n"), content);
    }

    private static String label(Charset charset) {
        return charset.equals(StandardCharsets.UTF_8) ? "utf-8" : charset.name();
    }
}
