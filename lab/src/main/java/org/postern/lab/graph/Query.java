package org.postern.lab.graph;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The query options of a call, by name without regard to case.
final class Query {
    private final Map<String, String> options = new LinkedHashMap<>();

    Query(String encoded) {
        for (String pair : encoded.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                options.put(
                        decode(pair.substring(0, equals)).toLowerCase(Locale.ROOT), decode(pair.substring(equals + 1)));
            }
        }
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw GraphFailure.badRequest("The query holds a percent sign that encodes nothing: " + text);
        }
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(options.get(name.toLowerCase(Locale.ROOT)));
    }

    /// A count; `fallback` when the option is missing.
    int number(String name, int fallback, int max) {
        Optional<String> text = get(name);
        if (text.isEmpty()) {
            return fallback;
        }
        try {
            int number = Integer.parseInt(text.get());
            if (number >= 0) {
                return Math.min(number, max);
            }
        } catch (NumberFormatException _) {
            // refused below
        }
        throw GraphFailure.badRequest("Invalid value '" + text.get() + "' for " + name + " query option found.");
    }

    /// The properties chosen, in lower case; empty for all.
    Set<String> select() {
        return get("$select").stream()
                .flatMap(list -> Stream.of(list.split(",", -1)))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /// Splits at a separator that stands outside quotes and parentheses.
    static List<String> split(String text, String separator) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == '\'';
            depth += quoted ? 0 : c == '(' ? 1 : c == ')' ? -1 : 0;
            if (!quoted && depth == 0 && text.regionMatches(true, i, separator, 0, separator.length())) {
                parts.add(text.substring(from, i).strip());
                from = i + separator.length();
                i = from - 1;
            }
        }
        parts.add(text.substring(from).strip());
        return parts;
    }
}
