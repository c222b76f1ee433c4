package org.postern.lab.ews;

import java.util.Comparator;
import java.util.Optional;
import org.postern.lab.world.Envelope;
import org.postern.lab.world.Item;

/// The values of an item's properties as finds compare and sort by them.
final class ItemValues {
    private ItemValues() {}

    static EwsFailure unsupported(Element path) {
        return EwsFailure.of(
                "ErrorUnsupportedPathForQuery",
                "This lab does not find or sort by '"
                        + path.attribute("FieldURI").orElse(path.name()) + "'.");
    }

    static Optional<String> value(Item item, Element path) {
        if (path.name().equals("ExtendedFieldURI")) {
            return ExtendedField.of(path).value(item);
        }
        if (!path.name().equals("FieldURI")) {
            throw unsupported(path);
        }
        Envelope head = item.envelope().head();
        return switch (path.needsAttribute("FieldURI")) {
            case "item:Subject" -> Optional.of(head.subject());
            case "item:ItemClass" -> Optional.of("IPM.Note");
            case "item:DateTimeReceived" ->
                Optional.of(Times.text(item.attributes().receivedAt()));
            case "item:DateTimeSent" -> Optional.of(Times.text(item.sentAt()));
            case "item:DateTimeCreated" -> Optional.of(Times.text(item.createdAt()));
            case "item:LastModifiedTime" -> Optional.of(Times.text(item.modifiedAt()));
            case "item:Size" -> Optional.of(Long.toString(item.content().size()));
            case "item:Importance" -> Optional.of(ItemXml.importance(item));
            case "item:IsDraft" ->
                Optional.of(Boolean.toString(item.attributes().isDraft()));
            case "item:HasAttachments" ->
                Optional.of(Boolean.toString(item.envelope().summary().hasAttachments()));
            case "item:Categories" ->
                Optional.of(String.join(" ", item.attributes().categories()));
            case "message:IsRead" ->
                Optional.of(Boolean.toString(item.attributes().isRead()));
            case "message:InternetMessageId" -> Optional.ofNullable(head.messageId());
            case "message:From" -> Optional.ofNullable(head.from()).map(Envelope.Recipient::address);
            case "message:Sender" -> Optional.ofNullable(head.sender()).map(Envelope.Recipient::address);
            default -> throw unsupported(path);
        };
    }

    /// The order that a `FieldOrder` asks for.
    static Comparator<Item> order(Element fieldOrder) {
        Element path = fieldOrder.only();
        Comparator<Item> order =
                path.attribute("FieldURI").filter("item:Size"::equals).isPresent()
                        ? Comparator.comparingLong(item -> item.content().size())
                        : Comparator.comparing(item -> value(item, path).orElse(""), String.CASE_INSENSITIVE_ORDER);
        return fieldOrder.needsAttribute("Order").equals("Descending") ? order.reversed() : order;
    }
}
