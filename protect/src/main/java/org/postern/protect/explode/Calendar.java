package org.postern.protect.explode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.protect.model.Html;
import org.postern.protect.model.Link;
import org.postern.protect.model.MailAddress;
import org.postern.protect.model.Person;
import org.postern.protect.model.WebAddress;

/// A calendar in a file (RFC 5545): its components and their properties as they stand.
record Calendar(List<Property> properties, List<Component> components) {
    private static final int MOST_PROPERTIES = 20_000;

    /// @param name in upper case
    /// @param parameters between the name and the value
    record Property(String name, String parameters, String value) {
        /// RFC 5545 §3.3.11.
        String text() {
            return value.replace("\\n", "\n")
                    .replace("\\N", "\n")
                    .replace("\\,", ",")
                    .replace("\\;", ";")
                    .replace("\\\\", "\\");
        }

        Optional<String> parameter(String wanted) {
            for (String parameter : parameters.split(";", -1)) {
                int equals = parameter.indexOf('=');
                if (equals > 0 && parameter.substring(0, equals).equalsIgnoreCase(wanted)) {
                    String plain = parameter.substring(equals + 1);
                    return Optional.of(plain.replace("\"", ""));
                }
            }
            return Optional.empty();
        }

        Person person() {
            String address = value.replaceFirst("(?i)^mailto:", "");
            return new Person(
                    parameter("CN").orElse(null), MailAddress.parse(address).orElse(null));
        }
    }

    /// @param type such as VEVENT
    record Component(String type, List<Property> properties) {
        @Nullable
        String text(String name) {
            return all(name).stream().findFirst().map(Property::text).orElse(null);
        }

        List<Property> all(String name) {
            return properties.stream()
                    .filter(property -> property.name().equals(name))
                    .toList();
        }

        /// Some mailers write the description in HTML too.
        @Nullable
        String descriptionHtml() {
            return all("X-ALT-DESC").stream().findFirst().map(Property::text).orElse(null);
        }

        List<Link> links() {
            List<Link> links = new ArrayList<>();
            String html = descriptionHtml();
            if (html != null) {
                links.addAll(Html.parse(html).links());
            }
            java.util.LinkedHashSet<String> found = new java.util.LinkedHashSet<>();
            for (Property property : properties) {
                switch (property.name()) {
                    case "DESCRIPTION", "LOCATION", "URL", "COMMENT", "SUMMARY" -> Urls.find(property.text(), found);
                    case "ATTACH" -> Urls.find(property.value(), found);
                    default -> {}
                }
            }
            found.stream()
                    .flatMap(url -> WebAddress.parse(url).stream())
                    .map(url -> new Link(url, url.url(), url, true, "plain"))
                    .forEach(links::add);
            return List.copyOf(links);
        }
    }

    static @Nullable Object of(ExplodedFile file) {
        return file.is("ics") ? parse(Text.orBytes(file)) : null;
    }

    static @Nullable Calendar parse(String text) {
        String unfolded = text.replaceAll("\\r?\\n[ \\t]", "");
        if (!unfolded.stripLeading().regionMatches(true, 0, "BEGIN:VCALENDAR", 0, 15)) {
            return null;
        }
        List<Property> top = new ArrayList<>();
        List<Component> components = new ArrayList<>();
        List<Property> current = top;
        int count = 0;
        for (String line : unfolded.split("\\r?\\n", -1)) {
            Optional<Property> property = property(line);
            if (property.isEmpty() || count++ > MOST_PROPERTIES) {
                continue;
            }
            switch (property.get().name()) {
                case "BEGIN" -> {
                    if (!property.get().value().equalsIgnoreCase("VCALENDAR")) {
                        current = new ArrayList<>();
                        components.add(
                                new Component(property.get().value().strip().toUpperCase(Locale.ROOT), current));
                    }
                }
                case "END" -> current = outer(components, property.get().value(), current, top);
                default -> current.add(property.get());
            }
        }
        return new Calendar(List.copyOf(top), List.copyOf(components));
    }

    /// After an alarm the event around it goes on.
    private static List<Property> outer(
            List<Component> components, String ended, List<Property> current, List<Property> top) {
        if (!ended.strip().equalsIgnoreCase("VALARM")) {
            return top;
        }
        for (int index = components.size() - 1; index >= 0; index--) {
            if (!components.get(index).type().equals("VALARM")) {
                return components.get(index).properties();
            }
        }
        return current;
    }

    /// A name, parameters behind `;`, and a value behind the first colon outside quotes.
    private static Optional<Property> property(String line) {
        boolean quoted = false;
        for (int at = 0; at < line.length(); at++) {
            char c = line.charAt(at);
            quoted ^= c == '"';
            if (c == ':' && !quoted) {
                String head = line.substring(0, at);
                int semicolon = head.indexOf(';');
                String name = semicolon < 0 ? head : head.substring(0, semicolon);
                return name.isBlank()
                        ? Optional.empty()
                        : Optional.of(new Property(
                                name.strip().toUpperCase(Locale.ROOT),
                                semicolon < 0 ? "" : head.substring(semicolon + 1),
                                line.substring(at + 1)));
            }
        }
        return Optional.empty();
    }

    List<Component> events() {
        return components.stream()
                .filter(component -> component.type().equals("VEVENT"))
                .toList();
    }

    @Nullable
    String text(String name) {
        return properties.stream()
                .filter(property -> property.name().equals(name))
                .findFirst()
                .map(Property::text)
                .orElse(null);
    }
}
