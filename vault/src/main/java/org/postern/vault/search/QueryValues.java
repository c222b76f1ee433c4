package org.postern.vault.search;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.vault.search.Criterion.Feature;
import org.postern.vault.search.Criterion.Where;

/// Reads the values of fields: dates, sizes, types.
final class QueryValues {
    private static final String FIELDS = "from, to, cc, subject, body, attachment, type, date, folder, size and has";
    private static final Pattern DATE = Pattern.compile("(\\d{4})(?:-(\\d{1,2})(?:-(\\d{1,2}))?)?");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})(?:\\.(\\d))?\\s?([kmg]?)i?b?");

    private QueryValues() {}

    /// Where a field's words are looked for; empty for fields with other values.
    static Optional<Where> where(String field) {
        return switch (field) {
            case "from" -> Optional.of(Where.FROM);
            case "to" -> Optional.of(Where.TO);
            case "cc" -> Optional.of(Where.CC);
            case "subject" -> Optional.of(Where.SUBJECT);
            case "body" -> Optional.of(Where.BODY);
            case "attachment" -> Optional.of(Where.ATTACHMENT);
            default -> Optional.empty();
        };
    }

    static Criterion read(String field, int at, QueryToken.Word value) throws QueryProblem {
        String text = value.text().strip().toLowerCase(Locale.ROOT);
        return switch (field) {
            case "type" -> new Criterion.OfType(text.startsWith(".") ? text.substring(1) : text);
            case "has" -> new Criterion.Has(feature(value));
            case "date" -> received(value.at(), text);
            case "size" -> size(value.at(), text);
            case "folder" -> new Criterion.InFolder(value.text(), value.form());
            default ->
                throw new QueryProblem(
                        at,
                        "there is no field \"" + field + "\". The fields are " + FIELDS
                                + "; to look for the word itself, put it in quotation marks.");
        };
    }

    private static Feature feature(QueryToken.Word value) throws QueryProblem {
        return switch (value.text().toLowerCase(Locale.ROOT)) {
            case "attachment", "attachments" -> Feature.ATTACHMENT;
            case "unread-attachment" -> Feature.UNREAD;
            default ->
                throw new QueryProblem(
                        value.at(),
                        "has: knows no \"" + value.text() + "\". Write has:attachment, or has:unread-attachment for"
                                + " attachments whose text could not be read.");
        };
    }

    private static Criterion received(int at, String text) throws QueryProblem {
        Optional<Bounds> bounds = Bounds.of(text);
        if (bounds.isPresent()) {
            Bounds of = bounds.get();
            long from = of.low().isEmpty() ? Long.MIN_VALUE : of.lowOpen() ? until(at, of.low()) : from(at, of.low());
            long until =
                    of.high().isEmpty() ? Long.MAX_VALUE : of.highOpen() ? from(at, of.high()) : until(at, of.high());
            return new Criterion.Received(from, until);
        }
        return new Criterion.Received(from(at, text), until(at, text));
    }

    private static long from(int at, String date) throws QueryProblem {
        return micros(day(at, date, false));
    }

    /// Where the day, month or year ends.
    private static long until(int at, String date) throws QueryProblem {
        return micros(day(at, date, true));
    }

    private static long micros(LocalDate day) {
        Instant start = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        return Micros.of(start);
    }

    private static LocalDate day(int at, String date, boolean end) throws QueryProblem {
        Matcher parts = DATE.matcher(date);
        try {
            if (parts.matches()) {
                int year = Integer.parseInt(parts.group(1));
                String month = parts.group(2);
                String day = parts.group(3);
                if (month == null) {
                    return Year.of(end ? year + 1 : year).atDay(1);
                }
                if (day == null) {
                    YearMonth of = YearMonth.of(year, Integer.parseInt(month));
                    return (end ? of.plusMonths(1) : of).atDay(1);
                }
                LocalDate of = LocalDate.of(year, Integer.parseInt(month), Integer.parseInt(day));
                return end ? of.plusDays(1) : of;
            }
        } catch (DateTimeException noSuchDay) {
            // As below.
        }
        throw new QueryProblem(
                at,
                "\"" + date + "\" is no date. Write date:2026-03-15, date:2026-03, date:2026, date:>=2026-03-01 or"
                        + " date:2026-03-01..2026-03-15.");
    }

    private static Criterion size(int at, String text) throws QueryProblem {
        Optional<Bounds> bounds = Bounds.of(text);
        if (bounds.isPresent()) {
            Bounds of = bounds.get();
            long least = of.low().isEmpty() ? 0 : bytes(at, of.low()) + (of.lowOpen() ? 1 : 0);
            long most = of.high().isEmpty() ? Long.MAX_VALUE : bytes(at, of.high()) - (of.highOpen() ? 1 : 0);
            return new Criterion.Size(least, most);
        }
        long exactly = bytes(at, text);
        return new Criterion.Size(exactly, exactly);
    }

    private static long bytes(int at, String text) throws QueryProblem {
        Matcher parts = SIZE.matcher(text);
        if (!parts.matches()) {
            throw new QueryProblem(
                    at,
                    "\"" + text + "\" is no size. Write size:>1M, size:<=500k or size:10k..2M, in bytes, k, M or G.");
        }
        long unit = switch (parts.group(3)) {
            case "k" -> 1L << 10;
            case "m" -> 1L << 20;
            case "g" -> 1L << 30;
            default -> 1;
        };
        long tenths = parts.group(2) == null ? 0 : Long.parseLong(parts.group(2)) * unit / 10;
        return Math.min(Long.MAX_VALUE >> 1, Long.parseLong(parts.group(1)) * unit + tenths);
    }

    /// What stands around a value: a range, or a comparison.
    private record Bounds(String low, boolean lowOpen, String high, boolean highOpen) {
        static Optional<Bounds> of(String text) {
            int dots = text.indexOf("..");
            if (dots >= 0 && text.length() > 2) {
                return Optional.of(new Bounds(text.substring(0, dots), false, text.substring(dots + 2), false));
            }
            if (text.startsWith(">=")) {
                return Optional.of(new Bounds(text.substring(2), false, "", false));
            }
            if (text.startsWith("<=")) {
                return Optional.of(new Bounds("", false, text.substring(2), false));
            }
            if (text.startsWith(">")) {
                return Optional.of(new Bounds(text.substring(1), true, "", false));
            }
            return text.startsWith("<")
                    ? Optional.of(new Bounds("", false, text.substring(1), true))
                    : Optional.empty();
        }
    }
}
