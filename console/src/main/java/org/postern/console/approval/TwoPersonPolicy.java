package org.postern.console.approval;

import java.util.Locale;

/// When a tenant's orders need a second administrator.
///
/// @param bulkOver how many messages or connections an order may touch alone; no meaning when off
public record TwoPersonPolicy(Level level, int bulkOver) {
    public static final int BULK_OVER_DEFAULT = 100;
    private static final int BULK_OVER_MAX = 10_000_000;
    public static final TwoPersonPolicy OFF = new TwoPersonPolicy(Level.OFF, BULK_OVER_DEFAULT);

    /// Each asks for what the one before asks for, and more.
    public enum Level {
        /// Nothing.
        OFF,
        /// What touches much at once, what loses the past, and what opens the mailbox wide.
        BULK,
        /// Whatever uses the write key or destroys data, be it little.
        WRITE
    }

    public TwoPersonPolicy {
        if (bulkOver < 0 || bulkOver > BULK_OVER_MAX) {
            throw new IllegalArgumentException(
                    "Bulk is over 0 to " + BULK_OVER_MAX + " messages, not " + bulkOver + ".");
        }
    }

    public boolean asks() {
        return level != Level.OFF;
    }

    /// Whether this lets pass what `before` would not.
    public boolean isLowerThan(TwoPersonPolicy before) {
        return level.compareTo(before.level) < 0 || (before.asks() && bulkOver > before.bulkOver);
    }

    /// Such as `bulk over 100`.
    public String words() {
        return asks() ? level.name().toLowerCase(Locale.ROOT) + ", bulk over " + bulkOver : "off";
    }
}
