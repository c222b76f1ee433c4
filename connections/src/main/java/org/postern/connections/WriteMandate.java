package org.postern.connections;

import org.postern.mail.TenantId;

/// Leave to change one tenant's mailboxes for one job; ends with it.
///
/// It is in the tenant's ledger before the write key signs in under it, and nothing else gives a [MailWriter]: without
/// a mandate the write key gets no token.
public interface WriteMandate extends AutoCloseable {
    TenantId tenant();

    Warrant warrant();

    /// The client of the tenant's `remediate` connection; refuses every call once the mandate has ended.
    MailWriter writer();

    /// Ends it; no effect when it has ended.
    @Override
    void close();
}
