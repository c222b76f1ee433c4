package org.postern.connections;

import java.time.Instant;
import java.util.List;
import org.postern.mail.TenantId;

/// What one key could reach in a span of time, and what it did.
///
/// @param reachable whether the list of mailboxes is what the service says now, not only what the ledger remembers
/// @param ownTokens tokens that Postern was given in that span
/// @param ownRequests requests that Postern sent
/// @param alarms uses by others in that span
/// @param unknown what cannot be said, in plain words
public record BlastRadius(
        TenantId tenant,
        ConnectionFunction function,
        Instant from,
        Instant until,
        boolean reachable,
        List<Mailbox> mailboxes,
        long ownTokens,
        long ownRequests,
        List<Alarm> alarms,
        List<String> unknown) {
    /// @param address empty where the service does not say it any more
    /// @param ownRequests operations of Postern's on it, by the ledger
    /// @param byOthers whether a log shows that others opened it
    public record Mailbox(String id, String address, long ownRequests, boolean byOthers) {}
}
