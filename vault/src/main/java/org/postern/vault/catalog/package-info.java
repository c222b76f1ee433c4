/// What exists, where, since when: the SQL catalog, and the change records it can be rebuilt from.
///
/// Purpose: [ChangeRecord] is one commit as it lies in a pack; [Applier] turns it into rows, at the commit and
/// whenever a record is replayed, by the same code; [Catalog] answers what was valid when. Security exposure: holds
/// folder names, subjects, addresses in the clear, so its file needs the protection of the machine's disk. Failure
/// modes: a full disk or a busy file is RETRYABLE; rows that are lost come back from the packs.
@NullMarked
package org.postern.vault.catalog;

import org.jspecify.annotations.NullMarked;
