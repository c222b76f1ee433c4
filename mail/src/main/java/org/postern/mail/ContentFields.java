package org.postern.mail;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the MIME fields of one header say about its body (RFC 2045 §5 and §6); of a repeated field the first counts.
final class ContentFields {
    static final String DEFAULT_TYPE = "text/plain";

    private final @Nullable ParameterizedValue type;
    private final TransferEncoding encoding;

    ContentFields(byte[] message, List<HeaderField> fields) {
        HeaderField typeField = first(fields, "content-type");
        HeaderField encodingField = first(fields, "content-transfer-encoding");
        type = typeField == null ? null : ParameterizedValue.parse(latin(message, typeField));
        encoding = encodingField == null ? TransferEncoding.IDENTITY : encoding(latin(message, encodingField));
    }

    static boolean isMessage(String mediaType) {
        return mediaType.equals("message/rfc822")
                || mediaType.equals("message/global") // RFC 6532
                || mediaType.equals("message/news");
    }

    String mediaType(String defaultType) {
        if (type == null) {
            return defaultType;
        }
        return type.isMediaType() ? type.value().toLowerCase(Locale.ROOT) : DEFAULT_TYPE; // RFC 2045 §5.2
    }

    String boundary() {
        return type == null ? "" : type.parameter("boundary").orElse("").stripTrailing();
    }

    TransferEncoding encoding() {
        return encoding;
    }

    private static @Nullable HeaderField first(List<HeaderField> fields, String name) {
        for (HeaderField field : fields) {
            if (field.name().length() == name.length() && field.is(name)) {
                return field;
            }
        }
        return null;
    }

    /// ISO-8859-1, so that each character stands for one byte of the message.
    private static String latin(byte[] message, HeaderField field) {
        return new String(message, field.value().start(), field.value().length(), StandardCharsets.ISO_8859_1);
    }

    private static TransferEncoding encoding(String raw) {
        String token = ParameterizedValue.parse(raw).value().toLowerCase(Locale.ROOT);
        return switch (token) {
            case "base64" -> TransferEncoding.BASE64;
            case "quoted-printable" -> TransferEncoding.QUOTED_PRINTABLE;
            case "7bit", "8bit", "binary", "" -> TransferEncoding.IDENTITY;
            default -> TransferEncoding.OTHER;
        };
    }
}
