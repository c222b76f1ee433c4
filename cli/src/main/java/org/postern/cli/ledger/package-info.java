/// Checks ledgers offline. [LedgerVerify] is also handed out as it stands, as one source file that a customer runs
/// alone.
///
/// Purpose: says whether an export, a proof or a checkpoint is what the log signed, and at which entry it is not.
///
/// Security exposure: reads files made by those whom it shall judge. Every line is bounded, no entry is held longer
/// than
/// it takes to hash it, nothing read is run, looked up or fetched.
///
/// Standards: RFC 6962 and 9162 §2.1, RFC 8032, FIPS 180-4, C2SP signed-note, tlog-checkpoint, tlog-proof and
/// tlog-witness. Shares no code with what writes ledgers, whose misreadings it would share.
///
/// Failure modes: a file that is not whole is an answer, not a failure; only one that cannot be read is.
@NullMarked
package org.postern.cli.ledger;

import org.jspecify.annotations.NullMarked;
