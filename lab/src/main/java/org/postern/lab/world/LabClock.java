package org.postern.lab.world;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/// The lab's time: runs as the clock under it does, shifted by what tests and people have set.
public final class LabClock extends Clock {
    private final Clock base;
    private final AtomicReference<Duration> shift = new AtomicReference<>(Duration.ZERO);

    public LabClock(Clock base) {
        this.base = base;
    }

    /// Moves time forward; going back would break what tokens and change logs rely on, so it is refused.
    public void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("The lab's clock only goes forward; asked to move by " + by + ".");
        }
        shift.updateAndGet(current -> current.plus(by));
    }

    /// Moves time forward to `now`.
    public void set(Instant now) {
        advance(Duration.between(instant(), now));
    }

    @Override
    public Instant instant() {
        return base.instant().plus(shift.get());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        if (!zone.equals(ZoneOffset.UTC)) {
            throw new IllegalArgumentException("The lab's clock is in UTC.");
        }
        return this;
    }
}
