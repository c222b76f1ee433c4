package org.postern.vault.catalog;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// Instants as the catalog keeps them: whole microseconds since 1970, rounded down.
public final class Times {
    private static final Instant EARLIEST = Instant.parse("-9999-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("+99999-01-01T00:00:00Z");

    private Times() {}

    public static long micros(Instant instant) {
        Instant bounded = instant.isBefore(EARLIEST) ? EARLIEST : instant.isAfter(LATEST) ? LATEST : instant;
        return ChronoUnit.MICROS.between(Instant.EPOCH, bounded.truncatedTo(ChronoUnit.MICROS));
    }

    public static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /// The end of an interval; null while it is current.
    static @Nullable Instant until(long micros) {
        return micros == Tables.FOREVER ? null : instant(micros);
    }
}
