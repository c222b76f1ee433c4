package org.postern.lab.ews;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/// Points in time as EWS writes them: `xs:dateTime`, whole seconds, UTC.
final class Times {
    private Times() {}

    static String text(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static Instant read(String text) {
        try {
            return OffsetDateTime.parse(text.strip()).toInstant();
        } catch (DateTimeException _) {
            throw EwsFailure.schema("'" + text + "' is no dateTime with an offset.");
        }
    }
}
