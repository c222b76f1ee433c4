package org.postern.lab.ews;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What of an item or a folder a client wants to see (ItemShape, FolderShape).
///
/// @param base `IdOnly`, `Default` or `AllProperties`
/// @param fields the FieldURIs asked for beside the base
/// @param bodyType `HTML`, `Text` or `Best`
record Shape(String base, Set<String> fields, List<ExtendedField> extended, boolean mime, String bodyType) {
    static final Shape ID_ONLY = new Shape("IdOnly", Set.of(), List.of(), false, "Best");

    Shape {
        fields = Set.copyOf(fields);
        extended = List.copyOf(extended);
    }

    /// When a property belongs to an answer.
    enum Level {
        DEFAULT,
        ALL,
        ASKED
    }

    static Shape of(Element shape) {
        Set<String> fields = new HashSet<>();
        List<ExtendedField> extended = new ArrayList<>();
        shape.child("AdditionalProperties").stream()
                .flatMap(properties -> properties.children().stream())
                .forEach(path -> {
                    switch (path.name()) {
                        case "FieldURI" -> fields.add(path.needsAttribute("FieldURI"));
                        case "ExtendedFieldURI" -> extended.add(ExtendedField.of(path));
                        default -> {} // IndexedFieldURI: of contacts and headers, which the lab's items do not have.
                    }
                });
        String base = shape.textOf("BaseShape");
        if (!Set.of("IdOnly", "Default", "AllProperties").contains(base)) {
            throw EwsFailure.schema("BaseShape must be IdOnly, Default or AllProperties, not '" + base + "'.");
        }
        boolean mime = shape.child("IncludeMimeContent").map(Element::isTrue).orElse(false)
                || fields.contains("item:MimeContent");
        String bodyType = shape.textOf("BodyType");
        return new Shape(base, fields, extended, mime, bodyType.isEmpty() ? "Best" : bodyType);
    }

    boolean wants(String field, Level level) {
        return fields.contains(field)
                || switch (level) {
                    case DEFAULT -> !base.equals("IdOnly");
                    case ALL -> base.equals("AllProperties");
                    case ASKED -> false;
                };
    }
}
