package org.postern.vault;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Decides which versions of an item a policy lets go.
///
/// Pure: the caller owns the clock.
final class Expiry {
    private final RetentionPolicy policy;
    private final Instant now;

    Expiry(RetentionPolicy policy, Instant now) {
        this.policy = policy;
        this.now = now;
    }

    /// @param history all versions of one item, oldest first
    List<MessageVersion> of(List<MessageVersion> history) {
        List<MessageVersion> expired = new ArrayList<>();
        for (int i = 0; i < history.size(); i++) {
            int newer = history.size() - 1 - i;
            boolean supernumerary = policy.versions() > 0 && newer >= policy.versions();
            MessageVersion version = history.get(i);
            if (version.ended().filter(end -> supernumerary || isOld(end)).isPresent()) {
                expired.add(version);
            }
        }
        return expired;
    }

    private boolean isOld(Instant end) {
        return policy.days() > 0 && end.isBefore(now.minus(Duration.ofDays(policy.days())));
    }
}
