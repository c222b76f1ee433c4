package org.postern.vault;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.postern.vault.search.Failure;

/// When changes that could not be indexed are tried again: after a while that grows, and not for ever.
///
/// What was given up is tried again when the vault is next opened. Belongs to the indexing thread.
final class IndexRetries {
    static final int ATTEMPTS_MAX = 8;
    private static final int HELD_MAX = 10_000;
    private static final Duration WAIT_MIN = Duration.ofSeconds(2);
    private static final Duration WAIT_MAX = Duration.ofMinutes(30);

    private final Map<Long, Retry> waiting = new TreeMap<>();

    private record Retry(int attempts, long dueNanos) {}

    /// A failure of a time before: due at once.
    void remember(Failure failure, long nowNanos) {
        if (waiting.size() < HELD_MAX) {
            waiting.put(failure.sequence(), new Retry(0, nowNanos));
        }
    }

    /// How often the change was tried, this time included.
    int failed(long sequence, long nowNanos) {
        Retry before = waiting.get(sequence);
        int attempts = before == null ? 1 : before.attempts() + 1;
        if (attempts >= ATTEMPTS_MAX) {
            waiting.remove(sequence);
        } else if (before != null || waiting.size() < HELD_MAX) {
            waiting.put(sequence, new Retry(attempts, nowNanos + wait(attempts).toNanos()));
        }
        return attempts;
    }

    void succeeded(long sequence) {
        waiting.remove(sequence);
    }

    boolean isWaiting(long sequence) {
        return waiting.containsKey(sequence);
    }

    /// The change to try now, if one is due.
    Optional<Long> due(long nowNanos) {
        return waiting.entrySet().stream()
                .filter(entry -> entry.getValue().dueNanos() - nowNanos <= 0)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static Duration wait(int attempts) {
        Duration wait = WAIT_MIN.multipliedBy(1L << Math.min(20, 2 * (attempts - 1)));
        return wait.compareTo(WAIT_MAX) > 0 ? WAIT_MAX : wait;
    }
}
