package org.postern.mail;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A field value with parameters, such as that of Content-Type and Content-Disposition (RFC 2045 §5.1, RFC 2231).
///
/// @param value what stands before the first parameter, without comments
/// @param parameters raw values by lower-case name, RFC 2231 sections not yet joined; of a repeated name the first
public record ParameterizedValue(String value, Map<String, String> parameters) {
    private static final int MAX_SECTIONS = 1000;

    public ParameterizedValue {
        parameters = Map.copyOf(parameters);
    }

    /// Reads any text; junk is skipped, what is missing is empty.
    public static ParameterizedValue parse(String raw) {
        ParameterReader reader = new ParameterReader(raw);
        String value = reader.value();
        Map<String, String> parameters = new LinkedHashMap<>();
        while (reader.hasNext()) {
            String name = reader.name().toLowerCase(Locale.ROOT);
            String text = reader.parameterValue(name);
            if (!name.isEmpty()) {
                parameters.putIfAbsent(name, text);
            }
        }
        return new ParameterizedValue(value, parameters);
    }

    /// True when the value has the form `type/subtype`.
    public boolean isMediaType() {
        int slash = value.indexOf('/');
        return slash > 0 && slash < value.length() - 1 && value.indexOf('/', slash + 1) < 0;
    }

    /// The parameter as a person should see it: sections joined, percent and encoded words decoded (RFC 2231 §3, §4;
    /// RFC 2047 in a parameter is wrong and common).
    public Optional<String> parameter(String name) {
        String key = name.toLowerCase(Locale.ROOT);
        String extended = parameters.get(key + "*");
        if (extended != null) {
            return Optional.of(PercentText.of(extended).decoded());
        }
        if (parameters.containsKey(key + "*0") || parameters.containsKey(key + "*0*")) {
            return Optional.of(joined(key));
        }
        String plain = parameters.get(key);
        return plain == null ? Optional.empty() : Optional.of(EncodedWords.decode(plain));
    }

    private String joined(String key) {
        PercentText text = PercentText.empty();
        for (int section = 0; section < MAX_SECTIONS; section++) {
            String encoded = parameters.get(key + "*" + section + "*");
            String literal = parameters.get(key + "*" + section);
            if (encoded != null) {
                text.addEncoded(encoded, section == 0);
            } else if (literal != null) {
                text.addLiteral(literal);
            } else {
                break;
            }
        }
        return text.decoded();
    }
}
