package org.postern.lab.graph;

import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.lab.net.Json;
import org.postern.lab.world.Item;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// Single-value extended properties: the door to MAPI properties (MS-OXPROPS) that Graph has no name for.
final class Extended {
    private static final Pattern TAG = Pattern.compile("(?i)(\\w+)\\s+0x0*([0-9a-f]+)");
    private static final String MESSAGE_FLAGS = "Integer 0xE07";
    private static final String DELIVERY_TIME = "SystemTime 0xE06";
    private static final String SUBMIT_TIME = "SystemTime 0x39";
    private static final String MESSAGE_CLASS = "String 0x1A";
    private static final String MESSAGE_SIZE = "Integer 0xE08";
    private static final int FLAG_READ = 0x1; // MS-OXCMSG 2.2.1.6
    private static final int FLAG_UNSENT = 0x8;

    private Extended() {}

    /// One spelling for each property: `Integer 0x0e07` and `Integer 0xE07` are the same.
    static String canonical(String id) {
        Matcher tag = TAG.matcher(id.strip());
        return tag.matches() ? tag.group(1) + " 0x" + tag.group(2).toUpperCase(Locale.ROOT) : id.strip();
    }

    /// The properties of a request body, by canonical id.
    static Map<String, String> read(JsonNode body) {
        Map<String, String> properties = new TreeMap<>();
        for (JsonNode property : body.path("singleValueExtendedProperties")) {
            String id = Json.text(property, "id")
                    .orElseThrow(() -> GraphFailure.badRequest("An extended property has no id."));
            properties.put(canonical(id), property.path("value").asString(""));
        }
        return properties;
    }

    /// The attributes that the MAPI properties of a message being made stand for.
    ///
    /// PidTagMessageFlags without the unsent bit makes a message that is no draft: it can be set
    /// now and never again.
    static Item.Attributes apply(Map<String, String> properties, Item.Attributes to) {
        Item.Attributes result = to;
        for (Map.Entry<String, String> property : properties.entrySet()) {
            result = switch (property.getKey()) {
                case MESSAGE_FLAGS -> flags(result, property.getValue());
                case DELIVERY_TIME -> result.withTimes(Times.read(property.getValue()), result.sentAt());
                case SUBMIT_TIME -> result.withTimes(result.receivedAt(), Times.read(property.getValue()));
                default -> result.withExtended(property.getKey(), property.getValue());
            };
        }
        return result;
    }

    private static Item.Attributes flags(Item.Attributes to, String value) {
        try {
            int flags = Integer.decode(value);
            return to.withDraft((flags & FLAG_UNSENT) != 0).withRead(to.isRead() || (flags & FLAG_READ) != 0);
        } catch (NumberFormatException _) {
            throw GraphFailure.badRequest(
                    "The extended property Integer 0x0E07 must be a number; got '" + value + "'.");
        }
    }

    /// The value of a property, set by a client or known to Exchange.
    static Optional<String> value(Item item, String id) {
        Item.Attributes attributes = item.attributes();
        return switch (canonical(id)) {
            case MESSAGE_FLAGS ->
                Optional.of(Integer.toString(
                        (attributes.isRead() ? FLAG_READ : 0) | (attributes.isDraft() ? FLAG_UNSENT : 0)));
            case DELIVERY_TIME -> Optional.of(Times.text(attributes.receivedAt()));
            case SUBMIT_TIME -> Optional.of(Times.text(item.sentAt()));
            case MESSAGE_CLASS -> Optional.of("IPM.Note");
            case MESSAGE_SIZE -> Optional.of(Long.toString(item.content().size()));
            default -> Optional.ofNullable(attributes.extended().get(canonical(id)));
        };
    }

    /// Writes those of the properties that an `$expand` chose.
    static void write(Item item, Iterable<String> ids, ArrayNode into) {
        for (String id : ids) {
            value(item, id)
                    .ifPresent(
                            value -> into.addObject().put("id", canonical(id)).put("value", value));
        }
    }

    /// Base64 of an opaque key, for ids and change keys.
    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
