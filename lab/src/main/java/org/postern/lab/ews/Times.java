package org.postern.lab.ews;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/// Points in time as EWS writes them: `xs:dateTime`, whole seconds, UTC.
final class Times {
    private Times() {}

    static String text(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /// A time without an offset is UTC, as in EWS when no time zone is set.
    static Instant read(String text) {
        try {
            return DateTimeFormatter.ISO_DATE_TIME.parseBest(text.strip(), OffsetDateTime::from, LocalDateTime::from)
                            instanceof OffsetDateTime offset
                    ? offset.toInstant()
                    : LocalDateTime.parse(text.strip()).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException _) {
            throw EwsFailure.schema("'" + text + "' is no dateTime.");
        }
    }
}
