package org.postern.connections;

import java.time.Duration;

/// Why and how a key is to be replaced.
///
/// @param because in the administrator's words; may be empty. The same words ask for the same replacement: what was
///     done for them is not done again
/// @param oldKeyTrusted false where the old key must not even vouch for the new one: then the customer's administrator
///     puts the new one on the application
/// @param grace how long the old key stays on the application after the switch, for whatever may yet ask with it
/// @param force replaces again even where it was done for the same words already
public record RollOrder(Reason reason, String because, boolean oldKeyTrusted, Duration grace, boolean force) {
    /// A token's life and some more: nothing that got a token with the old key outlives its removal.
    public static final Duration GRACE = Duration.ofMinutes(75);

    public enum Reason {
        /// Its time has come.
        SCHEDULE,
        /// An administrator rolled it.
        ASKED,
        /// The old key may be in other hands: it goes at once, and with it every key that is not ours.
        REESTABLISH
    }

    public RollOrder {
        if (because.length() > 500 || because.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("A reason has up to 500 printable characters.");
        }
        if (grace.isNegative() || grace.compareTo(Duration.ofDays(30)) > 0) {
            throw new IllegalArgumentException("The old key stays for up to 30 days, not " + grace + ".");
        }
    }

    public static RollOrder scheduled() {
        return new RollOrder(Reason.SCHEDULE, "", true, GRACE, false);
    }

    public static RollOrder asked(String because) {
        return new RollOrder(Reason.ASKED, because, true, GRACE, false);
    }

    public static RollOrder reestablish(String because, boolean oldKeyTrusted) {
        return new RollOrder(Reason.REESTABLISH, because, oldKeyTrusted, Duration.ZERO, false);
    }

    public RollOrder forced() {
        return new RollOrder(reason, because, oldKeyTrusted, grace, true);
    }
}
