/// How messages are put back: matching what is there, deciding, doing it once.
///
/// Purpose: [MailRestore] reads the target anew, settles what an earlier run left open, and then goes through the
/// source
/// folder by folder: [TargetTree] says where a folder goes, [TargetFolder] what is there already, [Decision] what to
/// do,
/// and the journal ([RestoredTable]) makes it happen once.
///
/// Security exposure: writes to mailboxes, so each run is in the ledger before its first write. Bytes are not
/// interpreted.
///
/// Standards: none.
///
/// Failure modes: before a message is created the journal says that it may be; a run that dies between the two is
/// settled by the next one, which looks for the message among those that came since. A message too large or refused is
/// an outcome with advice.
@NullMarked
package org.postern.recover.restore;

import org.jspecify.annotations.NullMarked;
