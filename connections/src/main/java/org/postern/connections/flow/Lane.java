package org.postern.connections.flow;

import java.time.Duration;

/// How many operations one mailbox is given at once: adds slowly while all is well, halves when throttled.
///
/// Outlook works on at most four operations of a mailbox at a time, also inside a batch. So a batch counts as the
/// operations that it has for the mailbox, but never as more than four; and while the mailbox is throttled it carries
/// no more of them than the limit. Times are nanoseconds of its dispatcher's clock, whose lock guards it.
public final class Lane {
    public static final int MOST = 4;
    private static final int SUCCESSES_TO_ADD = 5;

    private int limit = MOST;
    private int taken;
    private int successes;
    private long pausedUntil;
    private long limitedAt = -1;

    /// Whether one more operation may join a request that has `already` operations of this mailbox.
    public boolean admits(int already, long now) {
        int cost = Math.min(already + 1, MOST);
        return !paused(now) && taken + cost <= limit && (already < limit || limit == MOST);
    }

    public void take(int operations) {
        taken += Math.min(operations, MOST);
    }

    public void release(int operations) {
        taken -= Math.min(operations, MOST);
    }

    public void succeeded() {
        if (limit < MOST && ++successes >= SUCCESSES_TO_ADD) {
            successes = 0;
            limit++;
        }
    }

    /// Halves at most once for the operations that were under way together.
    public void throttled(long sentAt, long now, Duration wait) {
        successes = 0;
        pausedUntil = Math.max(pausedUntil, now + wait.toNanos());
        if (sentAt > limitedAt) {
            limit = Math.max(1, limit / 2);
            limitedAt = now;
        }
    }

    public boolean busy() {
        return taken > 0;
    }

    public long pausedUntil() {
        return pausedUntil;
    }

    public boolean paused(long now) {
        return now < pausedUntil;
    }

    public int limit() {
        return limit;
    }

    public boolean idle(long now) {
        return taken == 0 && limit == MOST && !paused(now);
    }
}
