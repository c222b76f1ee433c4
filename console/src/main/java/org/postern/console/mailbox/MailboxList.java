package org.postern.console.mailbox;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;
import org.postern.recover.LiveStatus;
import org.postern.recover.LiveSync;
import org.postern.recover.MailSync;
import org.postern.recover.MailboxResult;
import org.postern.recover.MailboxStatus;
import org.postern.vault.MailboxRecord;
import org.postern.vault.Vault;

/// Lists a tenant's mailboxes with what is held of each and how its sync stands.
public final class MailboxList {
    /// How the sync of a mailbox stands, in one word.
    public enum SyncState {
        NEVER,
        RUNNING,
        OK,
        WARNING,
        ERROR,
        /// It left the directory: no longer synced, still recoverable.
        LEFT
    }

    /// @param lastEnd the instant of the last sync that went through; null before the first
    /// @param activity when a sync last found something new; null before
    /// @param live whether it is listened to, so that a change is synced within seconds
    /// @param progressPercent of the messages that the service says there are; null while unknown
    public record Entry(
            MailboxId id,
            String address,
            String displayName,
            long messages,
            long versions,
            long bytes,
            SyncState state,
            @Nullable Instant lastStart,
            @Nullable Instant lastEnd,
            @Nullable Instant activity,
            boolean live,
            String reason,
            long missing,
            @Nullable Integer progressPercent) {}

    private final Vault vault;
    private final MailSync sync;
    private final LiveSync live;

    public MailboxList(Vault vault, MailSync sync, LiveSync live) {
        this.vault = vault;
        this.sync = sync;
        this.live = live;
    }

    /// Which of the tenant's mailboxes are synced as they change.
    public LiveStatus live(TenantId tenant) {
        return live.status(tenant);
    }

    public List<Entry> of(TenantId tenant) {
        Map<MailboxId, MailboxStatus> states = new HashMap<>();
        sync.status(tenant).forEach(status -> states.put(status.mailbox(), status));
        Set<MailboxId> hearing = live.status(tenant).hearing();
        return vault.mailboxes(tenant).stream()
                .map(mailbox -> entry(mailbox, states.get(mailbox.id()), hearing))
                .sorted(Comparator.comparing(Entry::address, String.CASE_INSENSITIVE_ORDER))
                .toList();
    }

    public Entry of(TenantId tenant, MailboxRecord mailbox) {
        return entry(
                mailbox,
                sync.status(tenant, mailbox.id()).orElse(null),
                live.status(tenant).hearing());
    }

    private static Entry entry(MailboxRecord mailbox, @Nullable MailboxStatus status, Set<MailboxId> hearing) {
        return new Entry(
                mailbox.id(),
                mailbox.address(),
                mailbox.displayName(),
                mailbox.messages(),
                mailbox.versions(),
                mailbox.bytes(),
                status == null ? SyncState.NEVER : state(status),
                null,
                status == null ? null : status.syncedAt(),
                status == null ? null : status.activityAt(),
                hearing.contains(mailbox.id()),
                status == null ? "" : status.reason(),
                status == null ? 0 : status.missing(),
                status == null ? null : percent(status, mailbox.messages()));
    }

    private static SyncState state(MailboxStatus status) {
        if (status.running()) {
            return SyncState.RUNNING;
        }
        if (!status.inDirectory()) {
            return SyncState.LEFT;
        }
        MailboxResult.Outcome outcome = status.outcome();
        if (outcome == null) {
            return SyncState.NEVER;
        }
        return switch (outcome) {
            case SUCCESS, BUSY -> SyncState.OK;
            case WARNING, CANCELLED -> SyncState.WARNING;
            case ERROR -> SyncState.ERROR;
        };
    }

    private static @Nullable Integer percent(MailboxStatus status, long held) {
        if (status.replicated() && !status.running()) {
            return 100;
        }
        return status.expected() <= 0 ? null : Math.clamp(held * 100 / status.expected(), 0, 100);
    }
}
