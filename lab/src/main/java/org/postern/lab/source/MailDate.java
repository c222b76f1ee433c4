package org.postern.lab.source;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads when a message arrived from the dates in its head, leniently: mail that is odd has odd dates.
final class MailDate {
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final String TIME = "(\\d{1,2}):(\\d{2})(?::(\\d{2}))?";
    // RFC 5322 §3.3, with the two-digit years of §4.3
    private static final Pattern FIELD_DATE = Pattern.compile(
            "(\\d{1,2})[ -]+([A-Za-z]{3})[A-Za-z]{0,9}[ -]+(\\d{2,4})[ ,]+" + TIME + "(?: *([+-]\\d{4}))?");
    // asctime, as in the separators of an mbox: Fri Aug  5 10:57:20 2016
    private static final Pattern ASCTIME =
            Pattern.compile("([A-Za-z]{3}) +(\\d{1,2}) +" + TIME + "(?: +[A-Z]{3,4})? +(\\d{4})(?: *([+-]\\d{4}))?");
    private static final Instant EARLIEST = Instant.parse("1980-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

    private MailDate() {}

    /// The time of the topmost `Received` field that has one, else of `Date`.
    static Optional<Instant> ofHead(String head) {
        Optional<Instant> received = Optional.empty();
        Optional<Instant> date = Optional.empty();
        for (String field : head.replaceAll("\r?\n[ \t]+", " ").split("\r?\n", -1)) {
            String lower = field.substring(0, Math.min(field.length(), 9)).toLowerCase(Locale.ROOT);
            if (field.isEmpty()) {
                break;
            }
            if (received.isEmpty() && lower.startsWith("received:")) {
                received = ofText(field.substring(field.lastIndexOf(';') + 1));
            } else if (date.isEmpty() && lower.startsWith("date:")) {
                date = ofText(field);
            }
        }
        return received.isPresent() ? received : date;
    }

    /// The first date in a text, of either form.
    static Optional<Instant> ofText(String text) {
        Matcher field = FIELD_DATE.matcher(text);
        if (field.find()) {
            return instant(field.group(3), field.group(2), field.group(1), field, 4, field.group(7));
        }
        Matcher asctime = ASCTIME.matcher(text);
        if (asctime.find()) {
            return instant(asctime.group(6), asctime.group(1), asctime.group(2), asctime, 3, asctime.group(7));
        }
        return Optional.empty();
    }

    private static Optional<Instant> instant(
            String year, String month, String day, Matcher time, int hourGroup, @Nullable String zone) {
        int monthNumber = MONTHS.indexOf(month.toLowerCase(Locale.ROOT)) + 1;
        int yearNumber = Integer.parseInt(year);
        int fullYear = yearNumber < 50 ? yearNumber + 2000 : yearNumber < 1000 ? yearNumber + 1900 : yearNumber;
        String seconds = time.group(hourGroup + 2);
        try {
            LocalDateTime local = LocalDateTime.of(
                    fullYear,
                    monthNumber,
                    Integer.parseInt(day),
                    Integer.parseInt(time.group(hourGroup)),
                    Integer.parseInt(time.group(hourGroup + 1)),
                    seconds == null ? 0 : Math.min(59, Integer.parseInt(seconds)));
            Instant instant = local.toInstant(zone == null ? ZoneOffset.UTC : ZoneOffset.of(zone));
            return instant.isBefore(EARLIEST) || instant.isAfter(LATEST) ? Optional.empty() : Optional.of(instant);
        } catch (DateTimeException e) {
            return Optional.empty(); // no such day, hour or zone: as good as no date
        }
    }
}
