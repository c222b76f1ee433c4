package org.postern.lab.ews;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postern.lab.ews.Shape.Level;
import org.postern.lab.fault.Fault;
import org.postern.lab.fault.FaultKind;
import org.postern.lab.world.Envelope;
import org.postern.lab.world.Envelope.Recipient;
import org.postern.lab.world.Item;
import org.postern.lab.world.MessageBody;

/// Writes items in the order of the schema (MS-OXWSCORE ItemType, MS-OXWSMSG MessageType).
///
/// @param whole whether the operation shows all of an item; lists and syncs leave out body, recipients and attachments
record ItemXml(EwsCall call, Shape shape, boolean whole) {
    void write(Xml xml, Item item) {
        xml.open("t:Message");
        if (shape.mime()) {
            mime(xml, item);
        }
        call.writeItemId(xml, "t:ItemId", item);
        stored(xml, item);
        if (wholeWants("item:Body", Level.DEFAULT)) {
            body(xml, item);
        }
        if (wholeWants("item:Attachments", Level.ALL)) {
            attachments(xml, item);
        }
        attributes(xml, item);
        summary(xml, item);
        shape.extended().forEach(field -> field.value(item).ifPresent(value -> field.write(xml, value)));
        if (shape.wants("item:LastModifiedTime", Level.ALL)) {
            xml.leaf("t:LastModifiedTime", Times.text(item.modifiedAt()));
        }
        if (shape.wants("item:IsAssociated", Level.ALL)) {
            xml.leaf("t:IsAssociated", false);
        }
        if (shape.wants("item:Flag", Level.ALL)) {
            xml.open("t:Flag").leaf("t:FlagStatus", flag(item)).close();
        }
        message(xml, item);
        xml.close();
    }

    private boolean wholeWants(String field, Level level) {
        return whole && shape.wants(field, level);
    }

    private void mime(Xml xml, Item item) {
        if (!whole) {
            throw EwsFailure.of(
                    "ErrorInvalidPropertyForOperation",
                    "The property item:MimeContent is not valid for this operation.");
        }
        if (call.strike(FaultKind.BATCH_ABORTED, item).isPresent()) {
            throw EwsFailure.of("ErrorInternalServerError", "An internal server error occurred. The operation failed.")
                    .whole();
        }
        if (call.strike(FaultKind.MIME_CONVERSION_FAILED, item).isPresent()) {
            throw EwsFailure.of("ErrorMimeContentConversionFailed", "The MIME content conversion failed.");
        }
        if (call.strike(FaultKind.MESSAGE_SIZE_EXCEEDED, item).isPresent()) {
            throw EwsFailure.tooLarge();
        }
        long size = item.content().size();
        long shown = call.strike(FaultKind.MIME_TRUNCATED, item)
                .map((Fault fault) -> Math.min(size, fault.bytes().orElse(size / 2)))
                .orElse(size);
        xml.base64("t:MimeContent", item.content(), shown, "CharacterSet", "UTF-8");
    }

    private void stored(Xml xml, Item item) {
        if (shape.wants("item:ParentFolderId", Level.ALL)) {
            call.writeFolderId(xml, "t:ParentFolderId", item.folder());
        }
        if (shape.wants("item:ItemClass", Level.ALL)) {
            xml.leaf("t:ItemClass", "IPM.Note");
        }
        if (shape.wants("item:Subject", Level.DEFAULT)) {
            subject(xml, item);
        }
        if (shape.wants("item:Sensitivity", Level.DEFAULT)) {
            xml.leaf("t:Sensitivity", "Normal");
        }
    }

    private void subject(Xml xml, Item item) {
        String subject = item.envelope().head().subject();
        if (call.strike(FaultKind.ILLEGAL_XML, item).isEmpty()) {
            xml.leaf("t:Subject", subject);
            return;
        }
        // As real answers have it: references to characters that no reference may name.
        xml.open("t:Subject").raw("&#x1A;").text(subject).raw("&#x0;").close();
    }

    private void body(Xml xml, Item item) {
        MessageBody body = item.envelope().body();
        boolean html = body.html() && !shape.bodyType().equals("Text");
        String text = body.html() && !html ? item.envelope().summary().preview() : body.text();
        xml.leaf("t:Body", text, "BodyType", html ? "HTML" : "Text");
    }

    private void attachments(Xml xml, Item item) {
        List<MessageBody.Attachment> all = item.envelope().body().attachments();
        if (all.isEmpty()) {
            return;
        }
        xml.open("t:Attachments");
        for (int i = 0; i < all.size(); i++) {
            MessageBody.Attachment attachment = all.get(i);
            xml.open("t:FileAttachment")
                    .empty("t:AttachmentId", "Id", call.id(item) + "." + (i + 1))
                    .leaf("t:Name", attachment.name())
                    .leaf("t:ContentType", attachment.contentType())
                    .leaf("t:Size", attachment.content().size())
                    .leaf("t:IsInline", attachment.inline())
                    .close();
        }
        xml.close();
    }

    private void attributes(Xml xml, Item item) {
        Item.Attributes attributes = item.attributes();
        if (shape.wants("item:DateTimeReceived", Level.ALL)) {
            xml.leaf("t:DateTimeReceived", Times.text(attributes.receivedAt()));
        }
        if (shape.wants("item:Size", Level.DEFAULT)) {
            xml.leaf("t:Size", Math.min(Integer.MAX_VALUE, item.content().size()));
        }
        if (shape.wants("item:Categories", Level.ALL)
                && !attributes.categories().isEmpty()) {
            xml.open("t:Categories");
            attributes.categories().forEach(category -> xml.leaf("t:String", category));
            xml.close();
        }
        if (shape.wants("item:Importance", Level.ALL)) {
            xml.leaf("t:Importance", importance(item));
        }
        if (shape.wants("item:IsSubmitted", Level.ALL)) {
            xml.leaf("t:IsSubmitted", false);
        }
        if (shape.wants("item:IsDraft", Level.ALL)) {
            xml.leaf("t:IsDraft", attributes.isDraft());
        }
    }

    private void summary(Xml xml, Item item) {
        if (shape.wants("item:DateTimeSent", Level.DEFAULT)) {
            xml.leaf("t:DateTimeSent", Times.text(item.sentAt()));
        }
        if (shape.wants("item:DateTimeCreated", Level.ALL)) {
            xml.leaf("t:DateTimeCreated", Times.text(item.createdAt()));
        }
        Envelope head = item.envelope().head();
        if (shape.wants("item:DisplayCc", Level.ALL)) {
            xml.leaf("t:DisplayCc", names(head.cc()));
        }
        if (shape.wants("item:DisplayTo", Level.ALL)) {
            xml.leaf("t:DisplayTo", names(head.to()));
        }
        if (shape.wants("item:HasAttachments", Level.DEFAULT)) {
            xml.leaf("t:HasAttachments", item.envelope().summary().hasAttachments());
        }
    }

    private void message(Xml xml, Item item) {
        Envelope head = item.envelope().head();
        person(xml, "Sender", "message:Sender", Level.ALL, head.sender());
        people(xml, "ToRecipients", "message:ToRecipients", head.to());
        people(xml, "CcRecipients", "message:CcRecipients", head.cc());
        people(xml, "BccRecipients", "message:BccRecipients", head.bcc());
        if (shape.wants("message:IsReadReceiptRequested", Level.DEFAULT)) {
            xml.leaf("t:IsReadReceiptRequested", false);
        }
        if (shape.wants("message:IsDeliveryReceiptRequested", Level.DEFAULT)) {
            xml.leaf("t:IsDeliveryReceiptRequested", false);
        }
        if (shape.wants("message:ConversationTopic", Level.ALL)) {
            xml.leaf("t:ConversationTopic", head.conversation());
        }
        person(xml, "From", "message:From", Level.DEFAULT, head.from());
        String messageId = head.messageId();
        if (shape.wants("message:InternetMessageId", Level.ALL) && messageId != null) {
            xml.leaf("t:InternetMessageId", messageId);
        }
        if (shape.wants("message:IsRead", Level.DEFAULT)) {
            xml.leaf("t:IsRead", item.attributes().isRead());
        }
        people(xml, "ReplyTo", "message:ReplyTo", head.replyTo());
    }

    private void person(Xml xml, String element, String field, Level level, @Nullable Recipient person) {
        if (shape.wants(field, level) && person != null) {
            xml.open("t:" + element);
            mailbox(xml, "t:Mailbox", person.name(), person.address());
            xml.close();
        }
    }

    private void people(Xml xml, String element, String field, List<Recipient> people) {
        if (wholeWants(field, Level.DEFAULT) && !people.isEmpty()) {
            xml.open("t:" + element);
            people.forEach(person -> mailbox(xml, "t:Mailbox", person.name(), person.address()));
            xml.close();
        }
    }

    static void mailbox(Xml xml, String element, String name, String address) {
        xml.open(element)
                .leaf("t:Name", name)
                .leaf("t:EmailAddress", address)
                .leaf("t:RoutingType", "SMTP")
                .close();
    }

    private static String names(List<Recipient> people) {
        return people.stream().map(Recipient::name).collect(Collectors.joining("; "));
    }

    static String importance(Item item) {
        String importance = item.importance();
        return importance.substring(0, 1).toUpperCase(Locale.ROOT) + importance.substring(1);
    }

    static String flag(Item item) {
        return switch (item.attributes().flag()) {
            case NOT_FLAGGED -> "NotFlagged";
            case FLAGGED -> "Flagged";
            case COMPLETE -> "Complete";
        };
    }
}
