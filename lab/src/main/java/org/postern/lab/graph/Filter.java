package org.postern.lab.graph;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.lab.world.Item;

/// A `$filter` over messages: comparisons joined by `and`.
final class Filter {
    private static final Pattern COMPARISON = Pattern.compile("(?s)(\\S+)\\s+(eq|ne|ge|gt|le|lt)\\s+(.+)");
    private static final Pattern ANY_PROPERTY = Pattern.compile(
            "(?is)singleValueExtendedProperties/any\\(\\s*(\\w+)\\s*:\\s*\\1/id\\s+eq\\s+'((?:[^']|'')*)'\\s+and\\s+"
                    + "(?:cast\\()?\\1/value(?:,\\s*Edm\\.\\w+\\))?\\s+eq\\s+'?((?:[^']|'')*?)'?\\s*\\)");

    private Filter() {}

    /// The messages that the filter lets through.
    static Predicate<Item> of(String filter) {
        List<Predicate<Item>> all = new ArrayList<>();
        for (String clause : Query.split(filter, " and ")) {
            all.add(clause(clause));
        }
        return item -> all.stream().allMatch(clause -> clause.test(item));
    }

    private static Predicate<Item> clause(String clause) {
        Matcher property = ANY_PROPERTY.matcher(clause);
        if (property.matches()) {
            String value = unquoted("'" + property.group(3) + "'");
            return item -> Extended.value(item, property.group(2))
                    .filter(value::equals)
                    .isPresent();
        }
        if (clause.startsWith("(") && clause.endsWith(")")) {
            return of(clause.substring(1, clause.length() - 1));
        }
        Matcher comparison = COMPARISON.matcher(clause);
        if (!comparison.matches()) {
            throw refused(clause);
        }
        return comparison(
                comparison.group(1), comparison.group(2), comparison.group(3).strip(), clause);
    }

    private static Predicate<Item> comparison(String property, String operator, String literal, String clause) {
        return switch (property.toLowerCase(Locale.ROOT)) {
            case "isread" -> truth(operator, literal, item -> item.attributes().isRead(), clause);
            case "isdraft" -> truth(operator, literal, item -> item.attributes().isDraft(), clause);
            case "hasattachments" ->
                truth(operator, literal, item -> item.envelope().summary().hasAttachments(), clause);
            case "receiveddatetime" ->
                time(operator, literal, item -> item.attributes().receivedAt(), clause);
            case "sentdatetime" -> time(operator, literal, Item::sentAt, clause);
            case "createddatetime" -> time(operator, literal, Item::createdAt, clause);
            case "lastmodifieddatetime" -> time(operator, literal, Item::modifiedAt, clause);
            case "internetmessageid" ->
                text(
                        operator,
                        literal,
                        item -> MessageJson.orEmpty(item.envelope().head().messageId()),
                        clause);
            case "subject" ->
                text(operator, literal, item -> item.envelope().head().subject(), clause);
            case "importance" -> text(operator, literal, Item::importance, clause);
            case "from/emailaddress/address" ->
                text(
                        operator,
                        literal,
                        item -> {
                            var from = item.envelope().head().from();
                            return from == null ? "" : from.address();
                        },
                        clause);
            default -> throw refused(clause);
        };
    }

    private static Predicate<Item> truth(String operator, String literal, Predicate<Item> property, String clause) {
        if (!List.of("eq", "ne").contains(operator) || !List.of("true", "false").contains(literal)) {
            throw refused(clause);
        }
        boolean wanted = literal.equals("true") == operator.equals("eq");
        return item -> property.test(item) == wanted;
    }

    private interface Time {
        Instant of(Item item);
    }

    private static Predicate<Item> time(String operator, String literal, Time property, String clause) {
        Instant limit = Times.read(unquoted(literal));
        return item -> compares(operator, property.of(item).compareTo(limit), clause);
    }

    private interface Text {
        String of(Item item);
    }

    private static Predicate<Item> text(String operator, String literal, Text property, String clause) {
        if (!literal.startsWith("'")) {
            throw refused(clause);
        }
        String value = unquoted(literal);
        return item -> compares(operator, property.of(item).compareToIgnoreCase(value), clause);
    }

    private static boolean compares(String operator, int order, String clause) {
        return switch (operator) {
            case "eq" -> order == 0;
            case "ne" -> order != 0;
            case "ge" -> order >= 0;
            case "gt" -> order > 0;
            case "le" -> order <= 0;
            case "lt" -> order < 0;
            default -> throw refused(clause);
        };
    }

    private static String unquoted(String literal) {
        return literal.length() > 1 && literal.startsWith("'") && literal.endsWith("'")
                ? literal.substring(1, literal.length() - 1).replace("''", "'")
                : literal;
    }

    private static GraphFailure refused(String clause) {
        return GraphFailure.of(
                400, "ErrorInvalidUrlQueryFilter", "The query filter contains one or more invalid nodes: " + clause);
    }
}
