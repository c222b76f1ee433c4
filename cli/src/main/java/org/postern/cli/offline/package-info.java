/// Commands that work on a vault's own files, with no server: put a tree of mail in, get it out, check it.
///
/// **Purpose.** A vault can be used, measured and read in a disaster by whoever has its files and its passphrase.
/// A folder tree is one mailbox of the vault (`tree:NAME`), a directory one of its folders, a file one item whose
/// change
/// key says what the file system knew of it ([FileMark]); so that the next put reads only what is new, and a get gives
/// names, bytes, times and modes back. A file that is not one message and is large, or an mbox, is kept in pieces
/// beside
/// a [Recipe].
///
/// **Exposure.** Reads files of strangers as bytes only. Names from a vault become paths below the folder that was
/// named and nowhere else ([TreePath]); links are made last and never followed. The passphrase comes from the
/// environment and is never shown. **Standards.** RFC 4155 for where an mbox may be cut.
/// **Failure modes.** A file that cannot be read or written is named and the rest goes on (exit code 6); a
/// [org.postern.vault.VaultException] ends the command with its message.
@NullMarked
package org.postern.cli.offline;

import org.jspecify.annotations.NullMarked;
