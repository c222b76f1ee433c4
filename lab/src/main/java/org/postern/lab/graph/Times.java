package org.postern.lab.graph;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/// Times as Graph writes and reads them: ISO 8601 in UTC, mail's in whole seconds.
final class Times {
    private Times() {}

    static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static Instant read(String text) {
        try {
            return text.length() == 10
                    ? Instant.parse(text + "T00:00:00Z")
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            throw GraphFailure.badRequest("The time '" + text + "' is not in the form 2026-01-31T12:00:00Z.");
        }
    }
}
