package org.postern.mail;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part whose end the scanner has not reached yet.
final class OpenPart {
    final int start;
    final HeaderScanner.Header header;
    final String mediaType;
    final TransferEncoding encoding;
    /// The bytes of the boundary as ISO-8859-1; empty for what is no multipart.
    final String boundary;

    /// The multipart with the same boundary around this one, hidden until this one closes.
    @Nullable
    OpenPart shadowed;

    private final List<Part> children = new ArrayList<>();

    OpenPart(int start, HeaderScanner.Header header, ContentFields content, String defaultType) {
        this.start = start;
        this.header = header;
        this.mediaType = content.mediaType(defaultType);
        this.encoding = content.encoding();
        this.boundary = mediaType.startsWith("multipart/") ? content.boundary() : "";
    }

    void add(Part child) {
        children.add(child);
    }

    boolean isMultipart() {
        return !boundary.isEmpty();
    }

    /// True for a message in a message whose bytes stand in the open; an encoded one is a leaf (RFC 2046 §5.2.1).
    boolean isOpenMessage() {
        return encoding == TransferEncoding.IDENTITY && ContentFields.isMessage(mediaType);
    }

    /// What a part of this multipart is when it does not say (RFC 2046 §5.1.5).
    String childType() {
        return mediaType.equals("multipart/digest") ? "message/rfc822" : ContentFields.DEFAULT_TYPE;
    }

    /// The finished part; a part that ends within its own header is stretched to hold it.
    Part close(int end) {
        int bodyEnd = Math.max(header.bodyStart(), end);
        return new Part(
                new ByteRange(start, bodyEnd),
                new ByteRange(start, header.end()),
                new ByteRange(header.bodyStart(), bodyEnd),
                header.fields(),
                mediaType,
                encoding,
                children);
    }
}
