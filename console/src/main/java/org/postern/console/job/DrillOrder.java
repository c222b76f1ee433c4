package org.postern.console.job;

import java.time.Duration;
import org.postern.connections.ConnectionFunction;

/// How a theft is rehearsed.
///
/// @param patience how long the tenant's log is waited for
/// @param every how often it is read meanwhile
public record DrillOrder(ConnectionFunction function, String because, Duration patience, Duration every) {
    public DrillOrder {
        if (patience.isNegative() || patience.compareTo(Duration.ofDays(3)) > 0) {
            throw new IllegalArgumentException("The log is waited for up to 3 days, not " + patience + ".");
        }
        if (every.compareTo(Duration.ofSeconds(1)) < 0 || every.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("The log is read each second to each hour, not each " + every + ".");
        }
        if (because.length() > 400 || because.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("A reason has up to 400 printable characters.");
        }
    }
}
