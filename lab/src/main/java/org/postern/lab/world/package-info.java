/// The lab's state: tenants with their directory and mailboxes, the clock and the ids.
///
/// Purpose: what Entra and Exchange Online would hold, as plain Java objects that the protocol packages (`entra`,
/// `graph`, `control`) read and change. Nothing here knows HTTP or JSON.
///
/// Security exposure: none of its own; lookups always start from a tenant, so that one tenant's id finds nothing in
/// another.
///
/// Standards: the change log behaves as Incremental Change Synchronization does (MS-OXCFXICS): one position per change,
/// an item appears at its latest change only.
///
/// Failure modes: none expected; a [MailboxStore] is guarded by its own lock and hands out immutable snapshots.
@NullMarked
package org.postern.lab.world;

import org.jspecify.annotations.NullMarked;
