package org.postern.protect;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postern.mail.EmailAddress;

/// What is known of a message besides its bytes.
///
/// @param mailbox in whose mailbox it lies; null where it lies in none
/// @param trustedServers names of the servers whose Authentication-Results count, in lower case; empty for the last
/// server's
public record Circumstances(Direction direction, @Nullable EmailAddress mailbox, Set<String> trustedServers) {
    /// Which way a message goes, seen from the organisation.
    public enum Direction {
        INBOUND,
        OUTBOUND,
        INTERNAL
    }

    public static final Circumstances FROM_OUTSIDE = new Circumstances(Direction.INBOUND, null, Set.of());

    public Circumstances {
        trustedServers = Set.copyOf(trustedServers);
    }
}
