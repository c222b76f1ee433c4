package org.postern.lab.ews;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// One element of a request; names are local names, since EWS uses none twice.
record Element(String name, Map<String, String> attributes, List<Element> children, String text) {
    Element {
        attributes = Map.copyOf(attributes);
        children = List.copyOf(children);
    }

    Optional<Element> child(String wanted) {
        return children.stream().filter(child -> child.name.equals(wanted)).findFirst();
    }

    Stream<Element> children(String wanted) {
        return children.stream().filter(child -> child.name.equals(wanted));
    }

    /// The child that the schema demands.
    Element needs(String wanted) {
        return child(wanted)
                .orElseThrow(() -> EwsFailure.schema("The element '" + name + "' lacks its child '" + wanted + "'."));
    }

    /// The same element under another name, for types that go by several.
    Element renamed(String to) {
        return new Element(to, attributes, children, text);
    }

    /// The only child of a choice.
    Element only() {
        if (children.size() != 1) {
            throw EwsFailure.schema("The element '" + name + "' must have one child, not " + children.size() + ".");
        }
        return children.getFirst();
    }

    Optional<String> attribute(String wanted) {
        return Optional.ofNullable(attributes.get(wanted));
    }

    String needsAttribute(String wanted) {
        return attribute(wanted)
                .orElseThrow(() -> EwsFailure.schema("The required attribute '" + wanted + "' is missing."));
    }

    /// The text of a child; empty when it is missing.
    String textOf(String wanted) {
        return child(wanted).map(Element::trimmed).orElse("");
    }

    String trimmed() {
        return text.strip();
    }

    boolean isTrue() {
        return trimmed().equals("true") || trimmed().equals("1");
    }

    int number(String attribute, int otherwise) {
        try {
            return attribute(attribute)
                    .map(text -> Integer.parseInt(text.strip()))
                    .orElse(otherwise);
        } catch (NumberFormatException _) {
            throw EwsFailure.schema("The attribute '" + attribute + "' must be a number.");
        }
    }
}
