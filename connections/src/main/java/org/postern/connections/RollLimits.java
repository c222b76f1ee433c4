package org.postern.connections;

import java.time.Duration;

/// How patiently a key's replacement waits, and how often it looks whether the connections still work.
///
/// @param pollFirst the first wait before a new key is tried again; it doubles from there
/// @param pollMost the longest such wait
/// @param propagation how long one run waits for Entra to accept a new key; another run goes on waiting
/// @param probeEvery how often every function of the tenant is tried while something is waited for
public record RollLimits(Duration pollFirst, Duration pollMost, Duration propagation, Duration probeEvery) {
    public static final RollLimits DEFAULT = new RollLimits(
            Duration.ofSeconds(2), Duration.ofSeconds(20), Duration.ofMinutes(15), Duration.ofSeconds(5));

    public RollLimits {
        if (!pollFirst.isPositive() || !pollMost.isPositive() || !probeEvery.isPositive()) {
            throw new IllegalArgumentException("Waits must be longer than nothing.");
        }
    }
}
