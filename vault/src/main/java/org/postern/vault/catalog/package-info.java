/// What exists, where, since when: the SQL catalog, and the change records it can be rebuilt from.
///
/// Purpose: [ChangeRecord] is one commit as it lies in a pack; [Applier] turns it into rows, at the commit and
/// whenever a record is replayed, by the same code; [Catalog] answers what was valid when. [SqlDatabase] runs it all,
/// on SQLite or PostgreSQL. Security exposure: holds folder names, subjects, addresses in the clear, so its file needs
/// the protection of the machine's disk, its server that of who runs it; a server is spoken to by verified TLS unless
/// it is on this machine. Failure modes: a full disk, a busy file or a server that is away is RETRYABLE; a server that
/// another process uses, or that does not let us in, is PERMANENT; rows that are lost come back from the packs.
@NullMarked
package org.postern.vault.catalog;

import org.jspecify.annotations.NullMarked;
