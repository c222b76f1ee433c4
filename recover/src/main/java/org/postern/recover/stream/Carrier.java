package org.postern.recover.stream;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.postern.connections.MailReader.Gist;
import org.postern.mail.MessageState;

/// Writes and reads the message in which an item is kept that its service gives only as a stream.
///
/// The same item gives the same bytes.
public final class Carrier {
    /// Before the change key of a version that is carried; services' own keys have no colon.
    private static final String NOTE = "stream:";

    private static final String BEFORE_STREAM = "Content-Transfer-Encoding: base64\r\n\r\n";
    private static final String AFTER_STREAM = "\r\n--";
    private static final Pattern ADDRESS = Pattern.compile("[!-~&&[^<>\",;]]{1,200}@[!-~&&[^<>\",;@]]{1,200}");
    private static final Pattern MESSAGE_ID = Pattern.compile("<[!-~&&[^<>]]{1,900}>");
    private static final Pattern ITEM_CLASS = Pattern.compile("[A-Za-z0-9._-]{1,200}");
    private static final int HEADER_MOST = 500;

    private Carrier() {}

    /// The state of an item that is kept so.
    public static MessageState noted(MessageState state) {
        return withChangeKey(state, NOTE + state.changeKey());
    }

    /// Whether a version with this state is kept so.
    public static boolean carries(MessageState state) {
        return state.changeKey().startsWith(NOTE);
    }

    private static MessageState withChangeKey(MessageState state, String changeKey) {
        return new MessageState(
                state.id(),
                state.folder(),
                changeKey,
                state.receivedAt(),
                state.read(),
                state.draft(),
                state.followUp(),
                state.importance(),
                state.categories());
    }

    /// @param why the service's own word for it, such as `ErrorMimeContentConversionFailed`
    public static byte[] write(Gist gist, String why, byte[] stream) {
        String boundary = "postern-" + HexFormat.of().formatHex(digest(stream), 0, 16);
        StringBuilder head = new StringBuilder();
        header(head, "Subject", encoded(gist.subject()));
        header(head, "From", person(gist.from()));
        header(head, "To", gist.to().stream().map(Carrier::person).collect(Collectors.joining(",\r\n ")));
        gist.sent()
                .ifPresent(sent -> header(
                        head, "Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(sent.atOffset(ZoneOffset.UTC))));
        header(head, "Message-ID", MESSAGE_ID.matcher(gist.messageId()).matches() ? gist.messageId() : "");
        header(
                head,
                "X-Postern-Item-Class",
                ITEM_CLASS.matcher(gist.itemClass()).matches() ? gist.itemClass() : "");
        head.append("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"" + boundary + "\"\r\n\r\n--"
                + boundary + "\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n"
                + text(why) + "\r\n--" + boundary
                + "\r\nContent-Type: application/octet-stream; name=\"item.fts\"\r\n"
                + "Content-Disposition: attachment; filename=\"item.fts\"\r\n" + BEFORE_STREAM);
        return joined(
                head.toString().getBytes(StandardCharsets.US_ASCII),
                Base64.getMimeEncoder().encode(stream),
                (AFTER_STREAM + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static String text(String why) {
        return """
                The mail service could not give this item as a message: %s

                Postern keeps it as the service's own stream instead, whole, which is attached. A restore to a service
                of the same kind puts the item back as it was. Elsewhere this message is put in its place.
                """.formatted(plain(why)).replace("\n", "\r\n");
    }

    private static byte[] joined(byte[] head, byte[] body, byte[] tail) {
        byte[] all = Arrays.copyOf(head, head.length + body.length + tail.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        System.arraycopy(tail, 0, all, head.length + body.length, tail.length);
        return all;
    }

    /// The stream of a message that [#write] made; empty where it made none such.
    public static Optional<byte[]> stream(byte[] carrier) {
        String text = new String(carrier, StandardCharsets.ISO_8859_1);
        int from = text.indexOf(BEFORE_STREAM);
        int until = text.lastIndexOf(AFTER_STREAM);
        if (from < 0 || until < from + BEFORE_STREAM.length()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    Base64.getMimeDecoder().decode(Arrays.copyOfRange(carrier, from + BEFORE_STREAM.length(), until)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static void header(StringBuilder head, String name, String value) {
        if (!value.isEmpty()) {
            head.append(name).append(": ").append(value).append("\r\n");
        }
    }

    private static String person(String person) {
        return ADDRESS.matcher(person).matches() ? "<" + person + ">" : encoded(person);
    }

    private static String plain(String text) {
        String one = text.replaceAll("[^ -~]", " ").strip();
        return one.length() > HEADER_MOST ? one.substring(0, HEADER_MOST) : one;
    }

    /// Encoded words of at most 75 characters (RFC 2047 §2), which keep any text out of the header's own syntax.
    private static String encoded(String text) {
        StringBuilder words = new StringBuilder();
        StringBuilder word = new StringBuilder();
        int[] points = text.codePoints().limit(HEADER_MOST).toArray();
        for (int i = 0; i < points.length; i++) {
            word.appendCodePoint(Character.isISOControl(points[i]) ? ' ' : points[i]);
            boolean full = word.toString().getBytes(StandardCharsets.UTF_8).length > 39;
            if (full || i == points.length - 1) {
                words.append(words.isEmpty() ? "" : "\r\n ").append("=?UTF-8?B?");
                words.append(Base64.getEncoder().encodeToString(word.toString().getBytes(StandardCharsets.UTF_8)));
                words.append("?=");
                word.setLength(0);
            }
        }
        return words.toString();
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
