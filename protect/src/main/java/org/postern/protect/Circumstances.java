package org.postern.protect;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postern.mail.EmailAddress;
import org.postern.mail.Message;

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
        INTERNAL;

        /// Which way a message goes by who sent it and to whom; without domains all comes from outside.
        ///
        /// @param own the organisation's domains in lower case
        public static Direction of(Message message, Set<String> own) {
            boolean fromUs = message.from().stream().anyMatch(address -> own.contains(address.asciiDomain()));
            boolean toUs = Stream.of(message.to(), message.cc(), message.bcc())
                    .flatMap(List<EmailAddress>::stream)
                    .allMatch(address -> own.contains(address.asciiDomain()));
            return !fromUs ? INBOUND : toUs ? INTERNAL : OUTBOUND;
        }
    }

    public static final Circumstances FROM_OUTSIDE = new Circumstances(Direction.INBOUND, null, Set.of());

    public Circumstances {
        trustedServers = Set.copyOf(trustedServers);
    }
}
