package org.postern.recover;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.mail.MailboxId;

/// Where the sync of one mailbox stands, for people.
///
/// @param inDirectory false for a leaver: no longer synced, still listed and recoverable
/// @param replicated whether the initial replication is complete
/// @param held messages that the vault holds of it now
/// @param expected messages that the service said it has, at the last sync; -1 while unknown
/// @param syncedAt the instant of the last sync that went through; null before the first
/// @param activityAt when a sync last found something new; null before
/// @param outcome of the last sync; null before the first has ended
/// @param reason why the last sync was no full success; empty when it was
/// @param missing messages whose bytes the service could not give so far
public record MailboxStatus(
        MailboxId mailbox,
        String address,
        String displayName,
        boolean inDirectory,
        boolean running,
        boolean replicated,
        long held,
        long expected,
        @Nullable Instant syncedAt,
        @Nullable Instant activityAt,
        MailboxResult.@Nullable Outcome outcome,
        String reason,
        long missing) {
    public Optional<Instant> synced() {
        return Optional.ofNullable(syncedAt);
    }

    public Optional<Instant> activity() {
        return Optional.ofNullable(activityAt);
    }

    public Optional<MailboxResult.Outcome> lastOutcome() {
        return Optional.ofNullable(outcome);
    }
}
