package org.postern.recover;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.mail.FolderId;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;

/// Keeps the vault a faithful history of a tenant's mailboxes.
///
/// Safe from any number of threads; one mailbox is synced by one of them at a time.
public interface MailSync {
    /// Syncs the tenant's mailboxes, several at once; a mailbox that fails is in the report and stops no other.
    ///
    /// @throws RecoverException when the directory cannot be read, or the vault cannot take what is read
    SyncReport syncTenant(TenantId tenant, MailboxSelection selection, Progress progress);

    /// Syncs one mailbox, waiting for a sync of it that runs already.
    ///
    /// @throws RecoverException when the vault cannot take what is read
    MailboxResult syncMailbox(TenantId tenant, MailboxId mailbox, Progress progress);

    /// Syncs one mailbox as [#syncMailbox(TenantId, MailboxId, Progress)] does, but of its known folders reads only
    /// these, of which its service said that they changed, and those new to it; all when none is named.
    default MailboxResult syncMailbox(TenantId tenant, MailboxId mailbox, Set<FolderId> folders, Progress progress) {
        return syncMailbox(tenant, mailbox, progress);
    }

    /// The state of every mailbox that was ever seen, by address; those that left the directory too.
    List<MailboxStatus> status(TenantId tenant);

    Optional<MailboxStatus> status(TenantId tenant, MailboxId mailbox);
}
