package org.postern.lab.ews;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.postern.lab.world.FolderView;
import org.postern.lab.world.Item;

/// An extended property (MS-OXWSCDATA PathToExtendedFieldType): by tag, or by set and name or number.
///
/// Items keep these under the ids that Graph gives them, so that both protocols see the same ones.
record ExtendedField(Map<String, String> attributes) {
    static final String MESSAGE_FLAGS = "Integer 0xE07";
    static final int FLAG_READ = 0x1; // MS-OXCMSG 2.2.1.6
    static final int FLAG_UNSENT = 0x8;

    private static final String SEPARATOR = "\u001e";
    private static final String DELIVERY_TIME = "SystemTime 0xE06";
    private static final String SUBMIT_TIME = "SystemTime 0x39";
    private static final String MESSAGE_CLASS = "String 0x1A";
    private static final String MESSAGE_SIZE = "Integer 0xE08";
    private static final String HIDDEN = "Boolean 0x10F4";
    private static final String CONTAINER_CLASS = "String 0x3613";
    private static final String FOLDER_TYPE = "Integer 0x3601";

    private static final List<String> NAMES = List.of(
            "DistinguishedPropertySetId", "PropertySetId", "PropertyTag", "PropertyName", "PropertyId", "PropertyType");

    private static final Map<String, String> SETS = Map.of(
            "Address", "00062004-0000-0000-c000-000000000046",
            "Appointment", "00062002-0000-0000-c000-000000000046",
            "CalendarAssistant", "11000e07-b51b-40d6-af21-caa85edab1d0",
            "Common", "00062008-0000-0000-c000-000000000046",
            "InternetHeaders", "00020386-0000-0000-c000-000000000046",
            "Meeting", "6ed8da90-450b-101b-98da-00aa003f1305",
            "PublicStrings", "00020329-0000-0000-c000-000000000046",
            "Sharing", "00062040-0000-0000-c000-000000000046",
            "Task", "00062003-0000-0000-c000-000000000046",
            "UnifiedMessaging", "4442858e-a9e3-4e80-b900-317a210cc15b");

    ExtendedField {
        attributes = Map.copyOf(attributes);
    }

    static ExtendedField of(Element uri) {
        ExtendedField field = new ExtendedField(uri.attributes());
        uri.needsAttribute("PropertyType");
        field.id();
        return field;
    }

    private String attribute(String name) {
        return attributes.getOrDefault(name, "");
    }

    /// The id as Graph writes it, in one spelling.
    String id() {
        String type = attribute("PropertyType");
        if (!attribute("PropertyTag").isEmpty()) {
            return type + " 0x" + Integer.toHexString(number("PropertyTag")).toUpperCase(Locale.ROOT);
        }
        String set = attribute("PropertySetId").isEmpty()
                ? SETS.getOrDefault(attribute("DistinguishedPropertySetId"), "")
                : attribute("PropertySetId").toLowerCase(Locale.ROOT);
        if (set.isEmpty()) {
            throw EwsFailure.of("ErrorInvalidExtendedProperty", "The extended property names no tag and no set.");
        }
        String within = attribute("PropertyName").isEmpty()
                ? "Id 0x" + Integer.toHexString(number("PropertyId")).toUpperCase(Locale.ROOT)
                : "Name " + attribute("PropertyName");
        return type + " {" + set + "} " + within;
    }

    private int number(String attribute) {
        try {
            return Integer.decode(attribute(attribute).strip());
        } catch (NumberFormatException _) {
            throw EwsFailure.of(
                    "ErrorInvalidExtendedProperty", "'" + attribute + "' of an extended property is wrong.");
        }
    }

    /// The value of a property that an `ExtendedProperty` element sets; several are kept as one text.
    static String value(Element property) {
        return property.child("Values")
                .map(values -> String.join(
                        SEPARATOR, values.children("Value").map(Element::text).toList()))
                .orElseGet(() -> property.needs("Value").text());
    }

    Optional<String> value(Item item) {
        Item.Attributes attributes = item.attributes();
        return switch (id()) {
            case MESSAGE_FLAGS ->
                Optional.of(Integer.toString(
                        (attributes.isRead() ? FLAG_READ : 0) | (attributes.isDraft() ? FLAG_UNSENT : 0)));
            case DELIVERY_TIME -> Optional.of(Times.text(attributes.receivedAt()));
            case SUBMIT_TIME -> Optional.of(Times.text(item.sentAt()));
            case MESSAGE_CLASS -> Optional.of("IPM.Note");
            case MESSAGE_SIZE -> Optional.of(Long.toString(item.content().size()));
            default -> Optional.ofNullable(attributes.extended().get(id()));
        };
    }

    Optional<String> value(FolderView folder) {
        return switch (id()) {
            case HIDDEN -> Optional.of(Boolean.toString(folder.hidden()));
            case CONTAINER_CLASS -> Optional.of("IPF.Note");
            case FOLDER_TYPE -> Optional.of(folder.number() == FolderTree.ROOT ? "0" : "1"); // MS-OXCFOLD 2.2.2.2.2.4
            default -> Optional.empty();
        };
    }

    /// What a property stands for when an item is made.
    ///
    /// PidTagMessageFlags without the unsent bit makes a message that is no draft: to be said now or never.
    Item.Attributes whenMade(Item.Attributes to, String value) {
        return switch (id()) {
            case MESSAGE_FLAGS ->
                to.withDraft((flags(value) & FLAG_UNSENT) != 0).withRead((flags(value) & FLAG_READ) != 0);
            case DELIVERY_TIME -> to.withTimes(Times.read(value), to.sentAt());
            case SUBMIT_TIME -> to.withTimes(to.receivedAt(), Times.read(value));
            default -> to.withExtended(id(), value);
        };
    }

    /// What a property stands for when an item is changed: of the flags only the read bit.
    Item.Attributes whenChanged(Item.Attributes to, String value) {
        return id().equals(MESSAGE_FLAGS) ? to.withRead((flags(value) & FLAG_READ) != 0) : whenMade(to, value);
    }

    private static int flags(String value) {
        try {
            return Integer.decode(value.strip());
        } catch (NumberFormatException _) {
            throw EwsFailure.of(
                    "ErrorInvalidExtendedPropertyValue", "PidTagMessageFlags must be a number, not '" + value + "'.");
        }
    }

    void write(Xml xml, String value) {
        xml.open("t:ExtendedProperty");
        String[] named = NAMES.stream()
                .flatMap(name -> List.of(name, attribute(name)).stream())
                .toArray(String[]::new);
        xml.empty("t:ExtendedFieldURI", named);
        if (attribute("PropertyType").endsWith("Array")) {
            xml.open("t:Values");
            for (String one : value.split(SEPARATOR, -1)) {
                xml.leaf("t:Value", one);
            }
            xml.close();
        } else {
            xml.leaf("t:Value", value);
        }
        xml.close();
    }
}
