/// The EWS client: mailboxes of Exchange Server, and of Exchange Online while it still answers EWS.
///
/// **Purpose.** Reads and changes mailboxes by SyncFolderHierarchy, SyncFolderItems, GetItem with MIME content,
/// CreateItem, MoveItem, UpdateItem, DeleteItem and their kin, as the mailbox's owner by impersonation; fits requests
/// to
/// what Exchange's throttling allows. **Security exposure.** Parses XML from the server as a stream: no document type,
/// no entity but the five of XML and character references, bounded in depth, in text and in bytes; characters that XML
/// forbids are replaced, because real answers hold them. Every request is in the ledger before it goes. **Standards.**
/// MS-OXWSSYNC, MS-OXWSMSG, MS-OXWSFOLD, MS-OXWSCORE, MS-OXWSRSLNM, MS-OXWSNTIF; SOAP 1.1; XML 1.0 fifth edition; HTTP
/// Basic (RFC 7617) and Bearer (RFC 6750). **Failure modes.** An item that cannot be had is an outcome; a lost sync
/// state
/// and a lost folder each have their own; all else is a [org.postern.connections.ConnectionException].
@NullMarked
package org.postern.connections.ews;

import org.jspecify.annotations.NullMarked;
