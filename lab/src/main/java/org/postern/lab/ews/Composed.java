package org.postern.lab.ews;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.stream.Collectors;

/// A message given by its properties, in MIME (RFC 5322, RFC 2045).
record Composed(Element message, String messageId, Instant date) {
    byte[] mime() {
        if (message.child("Attachments").isPresent()) {
            throw EwsFailure.of(
                    "ErrorInvalidRequest", "This lab takes attachments inside MimeContent only, not as elements.");
        }
        StringBuilder head = new StringBuilder();
        message.child("From").or(() -> message.child("Sender")).ifPresent(from -> people(head, "From", from));
        message.child("ToRecipients").ifPresent(to -> people(head, "To", to));
        message.child("CcRecipients").ifPresent(cc -> people(head, "Cc", cc));
        message.child("BccRecipients").ifPresent(bcc -> people(head, "Bcc", bcc));
        message.child("ReplyTo").ifPresent(to -> people(head, "Reply-To", to));
        String subject = message.child("Subject").map(Element::text).orElse("");
        field(head, "Subject", encoded(subject));
        field(head, "Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(date.atOffset(ZoneOffset.UTC)));
        String id = message.textOf("InternetMessageId");
        field(head, "Message-ID", id.isEmpty() ? messageId : line(id));
        field(head, "MIME-Version", "1.0");
        boolean html = message.child("Body")
                .flatMap(body -> body.attribute("BodyType"))
                .filter("HTML"::equals)
                .isPresent();
        field(head, "Content-Type", "text/" + (html ? "html" : "plain") + "; charset=\"utf-8\"");
        field(head, "Content-Transfer-Encoding", "base64");
        String text = message.child("Body").map(Element::text).orElse("");
        head.append("\r\n")
                .append(Base64.getMimeEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)))
                .append("\r\n");
        return head.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void people(StringBuilder head, String name, Element group) {
        String list = group.children("Mailbox")
                .map(mailbox -> {
                    String display = mailbox.textOf("Name");
                    String address = line(mailbox.textOf("EmailAddress"));
                    return display.isEmpty() ? address : encoded(display) + " <" + address + ">";
                })
                .collect(Collectors.joining(",\r\n "));
        head.append(name).append(": ").append(list).append("\r\n");
    }

    private static void field(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }

    /// An encoded word where the text is not plain ASCII (RFC 2047).
    private static String encoded(String text) {
        boolean plain = text.chars().allMatch(c -> c >= 32 && c < 127 && c != '"');
        return plain
                ? text
                : "=?utf-8?B?" + Base64.getEncoder().encodeToString(line(text).getBytes(StandardCharsets.UTF_8)) + "?=";
    }

    private static String line(String text) {
        return text.replaceAll("[\\r\\n]+", " ");
    }
}
