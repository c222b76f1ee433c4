package org.postern.connections.flow;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before trying again where the service names no wait: doubles, and scatters those who wait.
///
/// @param base the first wait
public record BackOff(Duration base, RandomGenerator random) {
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /// From half to all of the base doubled for each try, so that waiters do not return together.
    ///
    /// @param tries how many attempts were made
    public Duration after(int tries) {
        long millis = Math.min(base.toMillis() << Math.min(tries - 1, 16), LONGEST.toMillis());
        return Duration.ofMillis(millis / 2 + random.nextLong(millis / 2 + 1));
    }
}
