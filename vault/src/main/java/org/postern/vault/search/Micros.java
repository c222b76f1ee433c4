package org.postern.vault.search;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Instants as microseconds since 1970, the form in which the index orders and compares them.
final class Micros {
    private static final long MAX = Long.MAX_VALUE - 1;

    private Micros() {}

    static long of(Instant instant) {
        try {
            return Math.min(MAX, ChronoUnit.MICROS.between(Instant.EPOCH, instant));
        } catch (ArithmeticException beyond) {
            return instant.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : MAX;
        }
    }

    static Instant toInstant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
