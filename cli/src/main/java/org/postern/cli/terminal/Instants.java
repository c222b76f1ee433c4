package org.postern.cli.terminal;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the instants that people write, and shows them in their zone.
///
/// Accepted: `2026-11-20 14:00` and `2026-11-20` in the local zone, `2026-11-20T14:00Z` or with any offset, `14:00`,
/// `now`, `today 9:00`, `yesterday`, and time before now as `-2h`, `-1d12h`, `-30m`.
public final class Instants {
    private static final Pattern AGO = Pattern.compile(
            "-(?:(\\d{1,5})w)?(?:(\\d{1,5})d)?(?:(\\d{1,6})h)?" + "(?:(\\d{1,7})m(?:in)?)?(?:(\\d{1,9})s)?");
    private static final Pattern DAY_AND_TIME = Pattern.compile("(\\S+)(?:[ T]+(\\S+))?");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("H:mm[:ss[.SSS]]", Locale.ROOT);
    private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private final Clock clock;
    private final ZoneId zone;

    public Instants(Clock clock, ZoneId zone) {
        this.clock = clock;
        this.zone = zone;
    }

    /// @throws IllegalArgumentException with the accepted forms, when the text is none of them
    public Instant parse(String text) {
        String trimmed = text.strip();
        try {
            return ago(trimmed).or(() -> withOffset(trimmed)).orElseGet(() -> local(trimmed));
        } catch (DateTimeException | ArithmeticException _) {
            throw new IllegalArgumentException("\"" + text + "\" is no instant. Write it as \"2026-11-20 14:00\" (your"
                    + " zone, " + zone + "), \"2026-11-20T14:00Z\", \"yesterday 9:00\", or as time before now: \"-2h\","
                    + " \"-1d12h\".");
        }
    }

    /// In the local zone, to the second.
    public String show(Instant instant) {
        return SHOWN.format(instant.atZone(zone));
    }

    private Optional<Instant> ago(String text) {
        Matcher ago = AGO.matcher(text);
        if (text.length() < 2 || !ago.matches()) {
            return Optional.empty();
        }
        Duration back = Duration.ofDays(7 * number(ago, 1) + number(ago, 2))
                .plusHours(number(ago, 3))
                .plusMinutes(number(ago, 4))
                .plusSeconds(number(ago, 5));
        return Optional.of(clock.instant().minus(back));
    }

    private static long number(Matcher matcher, int group) {
        String digits = matcher.group(group);
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private static Optional<Instant> withOffset(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text.replace(' ', 'T')).toInstant());
        } catch (DateTimeException _) {
            return Optional.empty(); // Not of this form; the others follow.
        }
    }

    private Instant local(String text) {
        if (text.equalsIgnoreCase("now")) {
            return clock.instant();
        }
        Matcher parts = DAY_AND_TIME.matcher(text);
        if (!parts.matches()) {
            throw new DateTimeException("neither day nor time");
        }
        String first = parts.group(1);
        String second = parts.group(2);
        if (second == null && first.indexOf(':') > 0 && first.indexOf('-') < 0) {
            return at(LocalDate.now(clock.withZone(zone)), first);
        }
        int dateEnd = first.indexOf('T'); // 2026-11-20T14:00 holds both.
        if (second == null && dateEnd == 10) {
            return at(LocalDate.parse(first.substring(0, dateEnd)), first.substring(dateEnd + 1));
        }
        return at(day(first), second == null ? "0:00" : second);
    }

    private LocalDate day(String word) {
        LocalDate today = LocalDate.now(clock.withZone(zone));
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "today" -> today;
            case "yesterday" -> today.minusDays(1);
            default -> LocalDate.parse(word);
        };
    }

    private Instant at(LocalDate day, String time) {
        return LocalDateTime.of(day, LocalTime.parse(time, TIME)).atZone(zone).toInstant();
    }
}
