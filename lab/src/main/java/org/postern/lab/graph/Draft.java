package org.postern.lab.graph;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postern.lab.net.Json;
import org.postern.lab.source.Content;
import org.postern.lab.world.Envelope;
import org.postern.lab.world.Envelope.Recipient;
import org.postern.lab.world.Item;
import org.postern.lab.world.MessageBody;
import org.postern.lab.world.MessageBody.Attachment;
import tools.jackson.databind.JsonNode;

/// A message given as JSON, turned into the MIME that `$value` then serves.
final class Draft {
    private String subject = "";
    private boolean html;
    private String text = "";
    private @Nullable Recipient from;
    private List<Recipient> to = List.of();
    private List<Recipient> cc = List.of();
    private List<Recipient> bcc = List.of();
    private List<Recipient> replyTo = List.of();
    private String messageId;
    private Instant date;
    private final List<Attachment> attachments = new ArrayList<>();

    private Draft(String messageId, Instant date) {
        this.messageId = messageId;
        this.date = date;
    }

    static Draft empty(String messageId, Instant date) {
        return new Draft(messageId, date);
    }

    /// The draft that an item holds.
    static Draft of(Item item, String fallbackMessageId) {
        Envelope head = item.envelope().head();
        MessageBody body = item.envelope().body();
        String id = head.messageId();
        Draft draft = new Draft(id == null ? fallbackMessageId : id, item.sentAt());
        draft.subject = head.subject();
        draft.from = head.from();
        draft.to = head.to();
        draft.cc = head.cc();
        draft.bcc = head.bcc();
        draft.replyTo = head.replyTo();
        draft.html = body.html();
        draft.text = body.text();
        draft.attachments.addAll(body.attachments());
        return draft;
    }

    /// Takes over what the JSON names; true when anything was.
    boolean apply(JsonNode json) {
        boolean changed = false;
        for (String property : json.propertyNames()) {
            changed |= apply(property, json.path(property));
        }
        return changed;
    }

    private boolean apply(String property, JsonNode value) {
        switch (property) {
            case "subject" -> subject = value.asString("");
            case "body" -> {
                html = value.path("contentType").asString("text").equalsIgnoreCase("html");
                text = value.path("content").asString("");
            }
            case "from", "sender" -> from = recipient(value);
            case "toRecipients" -> to = recipients(value);
            case "ccRecipients" -> cc = recipients(value);
            case "bccRecipients" -> bcc = recipients(value);
            case "replyTo" -> replyTo = recipients(value);
            case "internetMessageId" -> messageId = value.asString(messageId);
            case "attachments" -> value.forEach(this::attach);
            default -> {
                return false;
            }
        }
        return true;
    }

    /// Exchange says whose mailbox it was where the sender did not.
    void sentBy(Recipient sender) {
        from = from == null ? sender : from;
    }

    void sentAt(Instant when) {
        date = when;
    }

    /// A file attachment (fileAttachment resource).
    void attach(JsonNode json) {
        String type = Json.text(json, "@odata.type").orElse("#microsoft.graph.fileAttachment");
        if (!type.toLowerCase(Locale.ROOT).endsWith("fileattachment")) {
            throw GraphFailure.of(400, "ErrorInvalidArgument", "This lab takes fileAttachment only, not " + type + ".");
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(json.path("contentBytes").asString(""));
            attachments.add(new Attachment(
                    json.path("name").asString("attachment"),
                    json.path("contentType").asString("application/octet-stream"),
                    json.path("isInline").asBoolean(false),
                    Content.of(bytes)));
        } catch (IllegalArgumentException _) {
            throw GraphFailure.of(400, "ErrorInvalidArgument", "The attachment's contentBytes are no base64.");
        }
    }

    private static List<Recipient> recipients(JsonNode array) {
        List<Recipient> recipients = new ArrayList<>();
        array.forEach(node -> recipients.add(recipient(node)));
        return recipients;
    }

    private static Recipient recipient(JsonNode node) {
        JsonNode address = node.path("emailAddress");
        String mailbox = line(address.path("address").asString(""));
        return new Recipient(line(address.path("name").asString(mailbox)), mailbox);
    }

    /// The message in MIME (RFC 5322, RFC 2045).
    byte[] mime() throws IOException {
        StringBuilder header = new StringBuilder();
        field(header, "From", from == null ? List.of() : List.of(from));
        field(header, "To", to);
        field(header, "CC", cc);
        field(header, "BCC", bcc);
        field(header, "Reply-To", replyTo);
        header.append("Subject: ").append(encoded(line(subject))).append("\r\n");
        header.append("Date: ")
                .append(DateTimeFormatter.RFC_1123_DATE_TIME.format(date.atOffset(ZoneOffset.UTC)))
                .append("\r\n");
        header.append("Message-ID: ").append(line(messageId)).append("\r\nMIME-Version: 1.0\r\n");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (attachments.isEmpty()) {
            out.writeBytes(ascii(header.toString()));
            out.writeBytes(textPart());
            return out.toByteArray();
        }
        String boundary = "_lab_" + Integer.toHexString(messageId.hashCode()) + "_";
        header.append("Content-Type: multipart/mixed; boundary=\"")
                .append(boundary)
                .append("\"\r\n\r\n");
        out.writeBytes(ascii(header.toString()));
        out.writeBytes(ascii("--" + boundary + "\r\n"));
        out.writeBytes(textPart());
        for (Attachment attachment : attachments) {
            out.writeBytes(ascii("\r\n--" + boundary + "\r\n"));
            out.writeBytes(part(attachment));
        }
        out.writeBytes(ascii("\r\n--" + boundary + "--\r\n"));
        return out.toByteArray();
    }

    private byte[] textPart() {
        String head = "Content-Type: text/" + (html ? "html" : "plain")
                + "; charset=\"utf-8\"\r\nContent-Transfer-Encoding: base64\r\n\r\n";
        return ascii(head + wrapped(text.getBytes(StandardCharsets.UTF_8)) + "\r\n");
    }

    private static byte[] part(Attachment attachment) throws IOException {
        String name = encoded(line(attachment.name()));
        String head = "Content-Type: " + line(attachment.contentType()) + "; name=\"" + name + "\"\r\n"
                + "Content-Disposition: " + (attachment.inline() ? "inline" : "attachment") + "; filename=\"" + name
                + "\"\r\nContent-Transfer-Encoding: base64\r\n\r\n";
        return ascii(head + wrapped(attachment.content().bytes()));
    }

    private static void field(StringBuilder header, String name, List<Recipient> people) {
        if (!people.isEmpty()) {
            String list = people.stream()
                    .map(person -> phrase(person) + "<" + person.address() + ">")
                    .collect(Collectors.joining(",\r\n "));
            header.append(name).append(": ").append(list).append("\r\n");
        }
    }

    /// The name before an address, quoted where it must be (RFC 5322 §3.2.5); none where it only repeats the address.
    private static String phrase(Recipient person) {
        if (person.name().equals(person.address())) {
            return "";
        }
        String word = encoded(person.name());
        boolean special = word.equals(person.name()) && word.chars().anyMatch(c -> "()<>[]:;@\\,.".indexOf(c) >= 0);
        return special ? "\"" + word.replace("\\", "\\\\") + "\" " : word + " ";
    }

    /// An encoded word where the text is not plain ASCII (RFC 2047).
    private static String encoded(String text) {
        boolean plain = text.chars().allMatch(c -> c >= 32 && c < 127 && c != '"');
        if (plain) {
            return text;
        }
        return "=?utf-8?B?" + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "?=";
    }

    private static String line(String text) {
        return text.replaceAll("[\\r\\n]+", " ");
    }

    private static String wrapped(byte[] bytes) {
        return Base64.getMimeEncoder().encodeToString(bytes);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
