package org.postern.lab.ews;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.postern.lab.world.FolderView;
import org.postern.lab.world.Item;

/// What a find is narrowed to (MS-OXWSSRCH RestrictionType): comparisons joined by And, Or and Not.
final class Restriction {
    private static final int DEPTH_MAX = 20;

    /// The value that a path names of a thing; empty when it has none.
    private interface Values<T> extends BiFunction<T, Element, Optional<String>> {}

    Predicate<Item> items(Element expression) {
        return predicate(expression, ItemValues::value, 0);
    }

    Predicate<FolderView> folders(Element expression) {
        return predicate(expression, Restriction::folderValue, 0);
    }

    private <T> Predicate<T> predicate(Element expression, Values<T> values, int depth) {
        if (depth > DEPTH_MAX) {
            throw EwsFailure.of("ErrorRestrictionTooComplex", "The restriction is nested too deeply.");
        }
        return switch (expression.name()) {
            case "And" ->
                expression.children().stream()
                        .map(part -> predicate(part, values, depth + 1))
                        .reduce(_ -> true, Predicate::and);
            case "Or" ->
                expression.children().stream()
                        .map(part -> predicate(part, values, depth + 1))
                        .reduce(_ -> false, Predicate::or);
            case "Not" -> predicate(expression.only(), values, depth + 1).negate();
            case "Exists" -> thing -> values.apply(thing, path(expression)).isPresent();
            case "Contains" -> contains(expression, values);
            case "IsEqualTo" -> compare(expression, values, order -> order == 0);
            case "IsNotEqualTo" ->
                this.<T>compare(expression, values, order -> order == 0).negate();
            case "IsGreaterThan" -> compare(expression, values, order -> order > 0);
            case "IsGreaterThanOrEqualTo" -> compare(expression, values, order -> order >= 0);
            case "IsLessThan" -> compare(expression, values, order -> order < 0);
            case "IsLessThanOrEqualTo" -> compare(expression, values, order -> order <= 0);
            default ->
                throw EwsFailure.of(
                        "ErrorUnsupportedTypeForConversion",
                        "This lab does not restrict by '" + expression.name() + "'.");
        };
    }

    private static Element path(Element expression) {
        if (expression.children().isEmpty()) {
            throw EwsFailure.schema("'" + expression.name() + "' names no property.");
        }
        return expression.children().getFirst();
    }

    private <T> Predicate<T> compare(Element expression, Values<T> values, IntPredicate holds) {
        Element path = path(expression);
        Element other = expression.needs("FieldURIOrConstant").only();
        if (!other.name().equals("Constant")) {
            throw EwsFailure.of("ErrorUnsupportedPathForQuery", "This lab compares with constants only.");
        }
        String constant = other.needsAttribute("Value");
        return thing -> values.apply(thing, path)
                .filter(value -> holds.test(order(value, constant)))
                .isPresent();
    }

    private <T> Predicate<T> contains(Element expression, Values<T> values) {
        Element path = path(expression);
        boolean exactCase =
                expression.attribute("ContainmentComparison").orElse("Exact").equals("Exact");
        String wanted = cased(expression.needs("Constant").needsAttribute("Value"), exactCase);
        String mode = expression.attribute("ContainmentMode").orElse("Substring");
        return thing -> values.apply(thing, path)
                .map(value -> cased(value, exactCase))
                .filter(value -> switch (mode) {
                    case "FullString" -> value.equals(wanted);
                    case "Prefixed", "PrefixOnWords" -> value.startsWith(wanted);
                    default -> value.contains(wanted);
                })
                .isPresent();
    }

    private static String cased(String text, boolean exact) {
        return exact ? text : text.toLowerCase(Locale.ROOT);
    }

    /// Times by when they are, numbers by size, truth in both of XML's spellings, anything else as text without case.
    private static int order(String one, String other) {
        if (one.equals("true") || one.equals("false")) {
            return Boolean.compare(one.equals("true"), other.equals("1") || other.equalsIgnoreCase("true"));
        }
        try {
            if (one.matches("-?\\d{1,18}") && other.matches("-?\\d{1,18}")) {
                return Long.compare(Long.parseLong(one), Long.parseLong(other));
            }
            return OffsetDateTime.parse(one)
                    .toInstant()
                    .compareTo(OffsetDateTime.parse(other).toInstant());
        } catch (DateTimeException _) {
            return one.compareToIgnoreCase(other);
        }
    }

    private static Optional<String> folderValue(FolderView folder, Element path) {
        if (path.name().equals("ExtendedFieldURI")) {
            return ExtendedField.of(path).value(folder);
        }
        return switch (path.needsAttribute("FieldURI")) {
            case "folder:DisplayName" -> Optional.of(folder.name());
            case "folder:FolderClass" -> Optional.of("IPF.Note");
            case "folder:TotalCount" -> Optional.of(Integer.toString(folder.items()));
            case "folder:UnreadCount" -> Optional.of(Integer.toString(folder.unread()));
            case "folder:ChildFolderCount" -> Optional.of(Integer.toString(folder.childFolders()));
            default -> throw ItemValues.unsupported(path);
        };
    }
}
