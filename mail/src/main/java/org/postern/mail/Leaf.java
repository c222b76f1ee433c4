package org.postern.mail;

import java.util.Locale;
import java.util.Optional;

/// A part with content of its own, read: a leaf, or an embedded message taken as one.
public final class Leaf {
    private final byte[] message;
    private final Part part;
    private final boolean related;
    private final ReadLimits limits;
    private final MessageHeader header;
    private final Optional<ParameterizedValue> type;
    private final Optional<ParameterizedValue> disposition;

    /// @param related whether the part belongs to a multipart/related and is not its first
    Leaf(byte[] message, Part part, boolean related, ReadLimits limits) {
        this.message = message;
        this.part = part;
        this.related = related;
        this.limits = limits;
        this.header = new MessageHeader(message, part, limits.maxAddresses());
        this.type = header.parameterized("Content-Type");
        this.disposition = header.parameterized("Content-Disposition");
    }

    public Part part() {
        return part;
    }

    public MessageHeader header() {
        return header;
    }

    /// Lower-case `type/subtype`.
    public String mediaType() {
        return part.mediaType();
    }

    /// The charset named, as written.
    public Optional<String> charset() {
        return type.flatMap(value -> value.parameter("charset"));
    }

    /// The file name, decoded, without the folders in front that some mailers send along.
    public Optional<String> fileName() {
        return disposition
                .flatMap(value -> value.parameter("filename"))
                .or(() -> type.flatMap(value -> value.parameter("name")))
                .map(Leaf::lastSegment)
                .filter(name -> !name.isBlank());
    }

    /// `attachment`, `inline` or what else is written, in lower case.
    public Optional<String> disposition() {
        return disposition.map(value -> value.value().toLowerCase(Locale.ROOT)).filter(value -> !value.isEmpty());
    }

    /// The Content-ID without its brackets.
    public Optional<String> contentId() {
        return header.ids("Content-ID").stream().findFirst().map(MessageId::value);
    }

    /// Whether a person would call it an attachment: not the text, nor a picture shown within it, nor a signature.
    public boolean isAttachment() {
        if (disposition().filter("attachment"::equals).isPresent()) {
            return !isSignature();
        }
        boolean embedded = related && contentId().isPresent();
        if (embedded || isSignature() || mediaType().startsWith("multipart/")) {
            return false;
        }
        return ContentFields.isMessage(mediaType())
                || fileName().isPresent()
                || !(mediaType().startsWith("text/") || mediaType().startsWith("message/"));
    }

    /// The decoded bytes, as many as the limits allow; decoded anew at each call.
    public byte[] content() {
        TransferEncoding encoding = part.isLeaf() ? part.encoding() : TransferEncoding.IDENTITY;
        return TransferCodec.decode(message, part.body(), encoding, limits.maxDecodedBytes());
    }

    /// The content as text in its charset; of `text/html` the source.
    public String text() {
        return TextDecoder.decode(content(), charset().orElse(""));
    }

    /// The content as a person reads it, at most `maxChars` of it: of HTML its text; empty for what is no text.
    public String readableText(int maxChars) {
        if (!mediaType().startsWith("text/") || !part.isLeaf()) {
            return "";
        }
        boolean html = mediaType().equals("text/html");
        long maxBytes = html ? HtmlText.MAX_SOURCE * 4L : maxChars * 4L; // No charset needs more bytes a character.
        byte[] content = TransferCodec.decode(
                message, part.body(), part.encoding(), (int) Math.min(limits.maxDecodedBytes(), maxBytes));
        return readable(content, html, maxChars);
    }

    /// As [#readableText(int)], of content that the caller has decoded or kept apart from the message.
    public String readableText(byte[] content, int maxChars) {
        return readable(content, mediaType().equals("text/html"), maxChars);
    }

    private String readable(byte[] content, boolean html, int maxChars) {
        String text = TextDecoder.decode(content, charset().orElse(""));
        if (html) {
            return HtmlText.of(text, maxChars);
        }
        return text.length() > maxChars ? text.substring(0, maxChars) : text;
    }

    private boolean isSignature() {
        return switch (mediaType()) {
            case "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature" -> true;
            default -> false;
        };
    }

    private static String lastSegment(String path) {
        String plain = path.codePoints()
                .filter(c -> !Character.isISOControl(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return plain.substring(Math.max(plain.lastIndexOf('/'), plain.lastIndexOf('\\')) + 1)
                .strip();
    }
}
