/// Finds mail by its words: one Lucene index for each tenant, in a folder of its own.
///
/// The index is derived: everything in it can be made again from the vault, so it is written without waiting for the
/// disk, remembers with each commit how far the vault's changes are in it, and is rebuilt when it is missing, damaged
/// or of another layout. It holds words and positions, no texts.
///
/// **Security exposure:** the words of a tenant's mail stand unsealed in the index folder, so it belongs on a disk
/// that is protected as the server's memory is, and must be erased with the tenant. Queries are read by our own small
/// grammar, never by Lucene's; no query makes it throw, and none can ask for another tenant, because an index has just
/// one. Texts come from the internet and are bounded in size before they arrive here.
///
/// **Standards:** words are cut by Unicode's rules (UAX #29); Chinese, Japanese and Korean by pairs of characters.
///
/// **Failure modes:** damage found on opening is a value ([org.postern.vault.search.IndexOpening.Damaged]); found
/// later it is a [org.postern.vault.VaultException] of kind CORRUPT, after which the index is to be rebuilt; a full
/// disk is RETRYABLE.
@NullMarked
package org.postern.vault.search;

import org.jspecify.annotations.NullMarked;
