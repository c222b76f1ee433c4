package org.postern.connections.flow;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// Reads a Retry-After header (RFC 9110 §10.2.3): seconds, or a date.
public final class RetryAfter {
    private static final Duration LONGEST = Duration.ofDays(1);

    private RetryAfter() {}

    public static Optional<Duration> parse(String value, Instant now) {
        String text = value.strip();
        try {
            Duration wait = text.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.')
                    ? Duration.ofMillis((long) (Double.parseDouble(text) * 1_000))
                    : Duration.between(
                            now,
                            ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
            Duration positive = wait.isNegative() ? Duration.ZERO : wait;
            return Optional.of(positive.compareTo(LONGEST) > 0 ? LONGEST : positive);
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
