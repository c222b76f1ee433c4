package org.postern.console.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.postern.console.problem.ProblemException;

/// Parses what the pages' own fields and links send.
final class PageInput {
    private PageInput() {}

    /// An instant as a link has it (`…Z`), or as a date-time field has it, which is taken as UTC.
    static @Nullable Instant instant(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return text.endsWith("Z")
                    ? Instant.parse(text)
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw ProblemException.badRequest("That is no date and time.", "Choose it in the field.");
        }
    }

    static @Nullable Instant day(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw ProblemException.badRequest("That is no date.", "Choose it in the field.");
        }
    }

    static @Nullable String text(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
