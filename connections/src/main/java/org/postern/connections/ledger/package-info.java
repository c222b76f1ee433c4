/// One tenant's ledger on disk: JSON lines, each chained by SHA-256 to the one before.
///
/// **Purpose.** The record of every use of a key and every administrative act, written before the act. **Security
/// exposure.** Holds ids of mailboxes and applications, never tokens, queries, addresses or content. A change, removal
/// or insertion in the middle breaks the chain; cutting whole entries off the end does not show in the file alone
/// (signing and anchoring, which show it, come later). **Standards.** RFC 8259, FIPS 180-4. **Durability.** An entry is
/// with the operating system before `append` returns; entries of kind `request` and `answer` are forced to the disk
/// within a second, all others before `append` returns. **Failure modes.** A last line torn by a crash is moved aside
/// to a file of its own and noted in the chain, which goes on; a disk that takes no entry stops the act.
@NullMarked
package org.postern.connections.ledger;

import org.jspecify.annotations.NullMarked;
