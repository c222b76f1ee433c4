/// Brings mail into the vault and back out of it: sync, restore and export.
///
/// Purpose: [MailSync] keeps the vault a faithful history of every mailbox; [Restore] puts messages back as they were
/// at an instant, to the same or another mailbox; [Export] writes them as files. [Recovery] assembles the three and is
/// all that wiring needs; the packages below this one are not for other modules.
///
/// Security exposure: reads content that anyone on the internet may have written, but never interprets it: bytes pass
/// from the service to the vault and back unread. Restoring uses the tenant's `remediate` connection, and is in the
/// ledger before it begins. File names in exports are made from subjects and folder names, so they are cleaned as
/// hostile input.
///
/// Standards: none of its own; EML is RFC 5322 bytes as they came, ZIP is APPNOTE 6.3, mbox is `mail`'s.
///
/// Failure modes: a message that the service cannot give, a folder that cannot be read and a mailbox that is gone are
/// outcomes, noted and tried again; they stop nothing else. A service that is down or a disk that is full ends the job
/// with a [RecoverException]; the next run goes on where it stopped. Whatever runs twice does once.
@NullMarked
package org.postern.recover;

import org.jspecify.annotations.NullMarked;
