package org.postern.mail;

import java.util.List;

/// One node of a message's MIME tree with the byte ranges it occupies in the message.
///
/// The ranges of `header` and `body` lie in `range`; `body` starts after the blank line. The body of a leaf of a
/// multipart ends before the line break that belongs to the next boundary (RFC 2046 §5.1.1), so that it can be cut out
/// and put back without touching a byte around it.
///
/// @param mediaType lower-case `type/subtype`; `text/plain` where none is given or it cannot be read (RFC 2045 §5.2)
/// @param parts the children of a multipart or an embedded message; empty for a leaf
public record Part(
        ByteRange range,
        ByteRange header,
        ByteRange body,
        List<HeaderField> fields,
        String mediaType,
        TransferEncoding encoding,
        List<Part> parts) {
    public Part {
        fields = List.copyOf(fields);
        parts = List.copyOf(parts);
    }

    public boolean isLeaf() {
        return parts.isEmpty();
    }
}
