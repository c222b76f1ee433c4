/// One tenant's ledger on disk: JSON lines, each chained by SHA-256 to the one before; a Merkle tree over them; signed
/// checkpoints of the tree; and the places where checkpoints are anchored.
///
/// **Purpose.** The record of every use of a key and every administrative act, written before the act, such that others
/// can hold us to it. **Security exposure.** Holds ids of mailboxes and applications, never tokens, queries, addresses
/// or content. A change, removal or insertion in the middle breaks the chain; entries cut off the end, and a ledger
/// written anew as a whole, do not give the root that was signed and anchored. The log's private key lies in a PKCS#12
/// file as a connection's does, and, once used, in memory. **Standards.** RFC 8259, FIPS 180-4, RFC 6962 and 9162 §2.1,
/// RFC 8032, RFC 9562 §5.8, C2SP signed-note, tlog-checkpoint, tlog-proof and tlog-witness. The bytes are described in
/// docs/format/ledger.md. **Durability.** An entry is with the operating system before `append` returns; entries of
/// kind
/// `request` and `answer` are forced to the disk within a second, all others before `append` returns; what is signed is
/// forced first. **Failure modes.** A last line torn by a crash is moved aside to a file of its own and noted in the
/// chain, which goes on; a disk that takes no entry stops the act; a ledger that goes against what was signed is noted,
/// told by `verify`, and not signed any more; an anchor that cannot be reached is shown and stops nothing.
@NullMarked
package org.postern.connections.ledger;

import org.jspecify.annotations.NullMarked;
