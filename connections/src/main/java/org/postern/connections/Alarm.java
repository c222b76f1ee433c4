package org.postern.connections;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.postern.mail.TenantId;

/// That a key of Postern's, or its application, was used or changed by somebody else.
///
/// Uses that are alike (same application, key and address) are one alarm that grows.
///
/// @param id stable: the same thing found again has the same
/// @param function whose application it is
/// @param thumbprint of the certificate as the log names it (SHA-1 or SHA-256, upper-case hex); empty where it does not
/// @param keyId Entra's id of the key; empty where it is not known
/// @param address from where; empty for a key that was only registered
/// @param count how many log entries show it
/// @param evidence the first of them, a line each
/// @param mailboxes those that are known to have been reached; empty also where no log tells
/// @param answer what an administrator said when acknowledging, or why it is resolved; empty while open
/// @param drill of which it is a part, so that it is no theft; empty for none
public record Alarm(
        String id,
        TenantId tenant,
        Set<Kind> kinds,
        ConnectionFunction function,
        String clientId,
        String thumbprint,
        String keyId,
        String address,
        Instant firstAt,
        Instant lastAt,
        Instant raisedAt,
        long count,
        List<String> evidence,
        List<String> mailboxes,
        State state,
        String answer,
        String drill) {
    private static final int EVIDENCE_MAX = 20;
    private static final int MAILBOXES_MAX = 10_000;

    /// What makes it suspicious.
    public enum Kind {
        /// A key of ours was used, and the ledger has no such call.
        FOREIGN_USE,
        /// The application has a key that Postern never registered.
        FOREIGN_KEY,
        /// The use came from an address that is none of Postern's.
        FOREIGN_ADDRESS,
        /// Nothing of Postern's was at work at that time.
        OFF_SCHEDULE,
        /// A key or mailbox that exists only to be stolen was touched.
        CANARY
    }

    /// An alarm's life.
    public enum State {
        OPEN,
        /// An administrator has looked at it and said why it is no theft.
        ACKNOWLEDGED,
        /// The key was replaced, or what was foreign is gone.
        RESOLVED
    }

    public Alarm {
        kinds = java.util.Collections.unmodifiableSet(new TreeSet<>(kinds));
        evidence = evidence.stream().limit(EVIDENCE_MAX).toList();
        mailboxes = mailboxes.stream().distinct().sorted().limit(MAILBOXES_MAX).toList();
    }

    /// This alarm grown by what was found later; a use that goes on opens one again that was resolved.
    public Alarm with(Alarm later) {
        Set<Kind> both = new TreeSet<>(kinds);
        both.addAll(later.kinds);
        boolean again = state == State.RESOLVED && later.lastAt.isAfter(lastAt);
        return new Alarm(
                id,
                tenant,
                both,
                function,
                clientId,
                thumbprint,
                keyId.isEmpty() ? later.keyId : keyId,
                address,
                firstAt.isBefore(later.firstAt) ? firstAt : later.firstAt,
                lastAt.isAfter(later.lastAt) ? lastAt : later.lastAt,
                raisedAt,
                count + later.count,
                java.util.stream.Stream.concat(evidence.stream(), later.evidence.stream())
                        .toList(),
                java.util.stream.Stream.concat(mailboxes.stream(), later.mailboxes.stream())
                        .toList(),
                again ? State.OPEN : state,
                again ? "" : answer,
                drill);
    }

    public Alarm in(State changed, String why) {
        return new Alarm(
                id,
                tenant,
                kinds,
                function,
                clientId,
                thumbprint,
                keyId,
                address,
                firstAt,
                lastAt,
                raisedAt,
                count,
                evidence,
                mailboxes,
                changed,
                why,
                drill);
    }
}
