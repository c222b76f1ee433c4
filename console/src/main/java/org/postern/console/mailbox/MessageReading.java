package org.postern.console.mailbox;

import java.util.List;
import org.postern.mail.Leaf;
import org.postern.mail.Message;
import org.postern.mail.ReadLimits;

/// What a person reads of a message: its header fields, its text and the names of its attachments.
///
/// Plain text only, cut at a length that a page can show.
public record MessageReading(List<Field> headers, String text, List<Attachment> attachments) {
    private static final int FIELDS_MAX = 500;
    private static final int VALUE_MAX = 4_000;
    private static final int TEXT_MAX = 500_000;
    private static final int ATTACHMENTS_MAX = 1_000;

    public record Field(String name, String value) {}

    /// @param size decoded bytes
    public record Attachment(String name, String mediaType, long size) {}

    public MessageReading {
        headers = List.copyOf(headers);
        attachments = List.copyOf(attachments);
    }

    public static MessageReading of(byte[] mime) {
        Message message = Message.read(mime, ReadLimits.DEFAULT);
        List<Field> headers = message.header().fields().stream()
                .limit(FIELDS_MAX)
                .map(field -> new Field(field.name(), cut(message.header().text(field), VALUE_MAX)))
                .toList();
        List<Attachment> attachments = message.attachments().stream()
                .limit(ATTACHMENTS_MAX)
                .map(MessageReading::attachment)
                .toList();
        return new MessageReading(headers, cut(message.text(), TEXT_MAX), attachments);
    }

    private static Attachment attachment(Leaf leaf) {
        return new Attachment(leaf.fileName().orElse("unnamed"), leaf.mediaType(), leaf.content().length);
    }

    private static String cut(String text, int max) {
        return text.length() <= max ? text : text.substring(0, max) + "…";
    }
}
