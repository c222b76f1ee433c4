package org.postern.connections;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the tenant's own sign-in log tells of one application around the removal of a key: who used it but us.
///
/// The log is late by minutes to hours. It is known to be complete up to an instant when it shows every token that
/// Postern was given before; what it had not told after two days it is not waited for.
///
/// @param loss why the log cannot be read, in plain words; null when it was read
/// @param from since when its entries were judged
/// @param removedAt when the old key was taken off the application
/// @param readAt when the log was read last
/// @param completeUntil null where it was not read
/// @param complete whether the log is complete beyond the removal: what is missing here, did not happen
/// @param own sign-ins of Postern's that it shows
/// @param refused tries without proof of any key, since the removal
/// @param others uses of the application's keys that were not Postern's
public record SignInCheck(
        @Nullable String loss,
        Instant from,
        Instant removedAt,
        Instant readAt,
        @Nullable Instant completeUntil,
        boolean complete,
        long own,
        long refused,
        List<Use> others) {
    /// How many kinds of use are told at most.
    public static final int USES_MAX = 200;

    /// Uses that are alike: the same key, from the same address, on the same side of the removal.
    ///
    /// @param thumbprint of the certificate as the log names it; empty where it does not
    /// @param ours whether that is a key which Postern made, so that somebody has a copy of it
    /// @param afterRemoval within the second of the removal counts as after it
    /// @param drill of which drill it was a part; empty for none
    public record Use(
            String thumbprint,
            boolean ours,
            String address,
            boolean afterRemoval,
            long count,
            Instant firstAt,
            Instant lastAt,
            String drill) {
        /// Both as one; they must be alike.
        public Use with(Use other) {
            return new Use(
                    thumbprint,
                    ours,
                    address,
                    afterRemoval,
                    count + other.count,
                    firstAt.isBefore(other.firstAt) ? firstAt : other.firstAt,
                    lastAt.isAfter(other.lastAt) ? lastAt : other.lastAt,
                    drill);
        }
    }

    public SignInCheck {
        others = others.stream().limit(USES_MAX).toList();
    }

    /// That the log could not be read.
    public static SignInCheck unread(String loss, Instant from, Instant removedAt, Instant now) {
        return new SignInCheck(loss, from, removedAt, now, null, false, 0, 0, List.of());
    }

    public boolean readable() {
        return loss == null;
    }

    /// Uses by others, drills left out.
    public long foreign() {
        return others.stream()
                .filter(use -> use.drill().isEmpty())
                .mapToLong(Use::count)
                .sum();
    }
}
