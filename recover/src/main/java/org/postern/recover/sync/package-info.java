/// How mailboxes are kept in the vault: rounds, feeds, reconciliation, retries.
///
/// Purpose: [TenantSync] runs rounds, one at a time for a mailbox; a round reads the folder feed and every folder's
/// message feed, fetches what is new or changed, and commits each page's content before the page's state. All that one
/// round sees is noted with the round's one instant, so that a move between folders leaves no gap.
///
/// Security exposure: counts, ids and states come from the service and are bounded and never interpreted.
///
/// Standards: the delta rules of Microsoft Graph, as [org.postern.connections.MailReader] gives them.
///
/// Failure modes: removals are believed only after asking where the item is; a feed that starts anew is reconciled with
/// what the vault has; a message that cannot be had is noted and asked for again with growing waits.
@NullMarked
package org.postern.recover.sync;

import org.jspecify.annotations.NullMarked;
