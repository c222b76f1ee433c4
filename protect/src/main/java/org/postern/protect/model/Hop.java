package org.postern.protect.model;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One step of a message's way: the fields that one server wrote, the sender's end being step 0.
public record Hop(int index, List<Field> fields) {
    /// @param value unfolded, with encoded words decoded
    public record Field(String name, String value) {
        boolean is(String other) {
            return name.equalsIgnoreCase(other);
        }
    }

    /// RFC 5321 §4.4.
    public record Received(
            @Nullable String source, @Nullable String server) {}

    /// RFC 7208 §9.1.
    ///
    /// @param designator the domain that is vouched for
    public record ReceivedSpf(String verdict, @Nullable String designator) {}

    /// RFC 6376 §3.5.
    public record Signature(
            @Nullable DomainName domain, @Nullable String headers) {}

    private static final Pattern CLAUSE = Pattern.compile(
            "(?:^|\\s)(from|by)\\s+(.+?)(?=\\s(?:by|via|with|id|for)\\s|;|$)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern DESIGNATOR = Pattern.compile(
            "domain of (?:transitioning )?(\\S+)|(?:^|\\s|;)envelope-from=\"?([^\";\\s]+)", Pattern.CASE_INSENSITIVE);

    private static final int LOOKED_AT = 4_000;

    private Optional<String> value(String name) {
        return fields.stream()
                .filter(field -> field.is(name))
                .map(Field::value)
                .map(value -> value.length() > LOOKED_AT ? value.substring(0, LOOKED_AT) : value)
                .findFirst();
    }

    @Nullable
    Received received() {
        return value("Received")
                .map(value -> {
                    String source = null;
                    String server = null;
                    Matcher clauses = CLAUSE.matcher(value);
                    while (clauses.find()) {
                        if (clauses.group(1).equalsIgnoreCase("from")) {
                            source = source == null ? clauses.group(2).strip() : source;
                        } else {
                            server = server == null ? clauses.group(2).strip() : server;
                        }
                    }
                    return new Received(source, server);
                })
                .orElse(null);
    }

    @Nullable
    ReceivedSpf receivedSpf() {
        return value("Received-SPF")
                .map(value -> {
                    Matcher designator = DESIGNATOR.matcher(value);
                    String who = designator.find()
                            ? designator.group(1) == null ? designator.group(2) : designator.group(1)
                            : null;
                    return new ReceivedSpf(
                            value.strip().split("[\\s;(]", 2)[0].toLowerCase(Locale.ROOT),
                            who == null
                                    ? null
                                    : who.substring(who.indexOf('@') + 1).toLowerCase(Locale.ROOT));
                })
                .orElse(null);
    }

    @Nullable
    Authentication authentication() {
        return value("Authentication-Results").map(Authentication::parse).orElse(null);
    }

    @Nullable
    Signature signature() {
        return value("DKIM-Signature")
                .map(value -> new Signature(DomainName.parse(tag(value, "d")).orElse(null), tag(value, "h")))
                .orElse(null);
    }

    /// RFC 6376 §3.2.
    private static @Nullable String tag(String value, String name) {
        for (String tag : value.split(";", -1)) {
            int equals = tag.indexOf('=');
            if (equals > 0 && tag.substring(0, equals).strip().equals(name)) {
                return tag.substring(equals + 1).replaceAll("\\s+", "");
            }
        }
        return null;
    }
}
