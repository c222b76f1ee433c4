/// How what was recorded in a span of time is compared with the source as it is now.
///
/// Purpose: [org.postern.recover.verify.MailReverify] goes through the mailboxes,
/// [org.postern.recover.verify.MailboxComparison] through the items of one,
/// [org.postern.recover.verify.Verdict] says of one item what it is.
///
/// Security exposure: reads mailboxes by the `sync` connection, and writes nothing; bytes are named by keyed hash
/// and not interpreted.
///
/// Standards: none.
///
/// Failure modes: a mailbox that cannot be read is named and stops no other; run again, it compares anew. A service
/// that writes a message's bytes anew each time it gives them would show as unexplained under `bytes`.
@NullMarked
package org.postern.recover.verify;

import org.jspecify.annotations.NullMarked;
