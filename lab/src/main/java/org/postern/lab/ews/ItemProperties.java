package org.postern.lab.ews;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.postern.lab.source.Message.FollowUp;
import org.postern.lab.world.Item;

/// The properties that clients set beside an item's bytes.
final class ItemProperties {
    /// What the bytes say, or what is the same for all of the lab's items.
    private static final Set<String> OF_BYTES = Set.of(
            "MimeContent",
            "ItemClass",
            "Subject",
            "Sensitivity",
            "Body",
            "InternetMessageHeaders",
            "InternetMessageId",
            "Sender",
            "From",
            "ToRecipients",
            "CcRecipients",
            "BccRecipients",
            "ReplyTo",
            "IsReadReceiptRequested",
            "IsDeliveryReceiptRequested",
            "IsResponseRequested",
            "ReminderIsSet",
            "ReminderDueBy",
            "ReminderMinutesBeforeStart",
            "Culture");

    private ItemProperties() {}

    static Item.Attributes whenMade(Element property, Item.Attributes to) {
        if (property.name().equals("ExtendedProperty")) {
            return ExtendedField.of(property.needs("ExtendedFieldURI")).whenMade(to, ExtendedField.value(property));
        }
        return OF_BYTES.contains(property.name()) ? to : set(property, to);
    }

    static Item.Attributes whenChanged(Element property, Item.Attributes to) {
        return property.name().equals("ExtendedProperty")
                ? ExtendedField.of(property.needs("ExtendedFieldURI")).whenChanged(to, ExtendedField.value(property))
                : set(property, to);
    }

    private static Item.Attributes set(Element property, Item.Attributes to) {
        return switch (property.name()) {
            case "IsRead" -> to.withRead(property.isTrue());
            case "Categories" ->
                to.withCategories(property.children("String").map(Element::text).toList());
            case "Importance" -> to.withImportance(importance(property));
            case "Flag" -> to.withFlag(flag(property.textOf("FlagStatus")));
            default ->
                throw EwsFailure.of(
                        "ErrorInvalidPropertySet", "Set action is invalid for property: " + property.name() + ".");
        };
    }

    /// Takes a property away: back to what an item without it has.
    static Item.Attributes deleted(Element path, Item.Attributes from) {
        if (path.name().equals("ExtendedFieldURI")) {
            return from.withoutExtended(ExtendedField.of(path).id());
        }
        return switch (path.needsAttribute("FieldURI")) {
            case "item:Categories" -> from.withCategories(List.of());
            case "item:Flag" -> from.withFlag(FollowUp.NOT_FLAGGED);
            default ->
                throw EwsFailure.of("ErrorInvalidPropertyDelete", "Delete action is not supported for this property.");
        };
    }

    private static String importance(Element property) {
        String importance = property.trimmed();
        if (!Set.of("Low", "Normal", "High").contains(importance)) {
            throw EwsFailure.schema("Importance must be Low, Normal or High, not '" + importance + "'.");
        }
        return importance.toLowerCase(Locale.ROOT);
    }

    private static FollowUp flag(String status) {
        return switch (status) {
            case "NotFlagged" -> FollowUp.NOT_FLAGGED;
            case "Flagged" -> FollowUp.FLAGGED;
            case "Complete" -> FollowUp.COMPLETE;
            default -> throw EwsFailure.schema("FlagStatus must not be '" + status + "'.");
        };
    }
}
