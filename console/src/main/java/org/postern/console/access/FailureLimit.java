package org.postern.console.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Counts failed sign-ins by address, and says when there were too many of late.
///
/// Only failures are counted and only failures are turned away: whoever brings the right token always comes in, so that
/// nobody can lock the administrator out by guessing from the same address.
public final class FailureLimit {
    private static final int FAILURES_MAX = 10;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int ADDRESSES_MAX = 10_000;

    private record Failures(Instant since, int count) {}

    private final Clock clock;
    private final Map<String, Failures> byAddress = new LinkedHashMap<>();

    public FailureLimit(Clock clock) {
        this.clock = clock;
    }

    /// Notes a failure from `address`.
    ///
    /// @return whether it is one too many within a minute
    public synchronized boolean exceededBy(String address) {
        Instant now = clock.instant();
        Failures before = byAddress.remove(address);
        Failures after = before == null || before.since().plus(WINDOW).isBefore(now)
                ? new Failures(now, 1)
                : new Failures(before.since(), Math.min(before.count() + 1, FAILURES_MAX + 1));
        byAddress.put(address, after);
        if (byAddress.size() > ADDRESSES_MAX) {
            byAddress.remove(byAddress.keySet().iterator().next());
        }
        return after.count() > FAILURES_MAX;
    }

    public Duration window() {
        return WINDOW;
    }
}
