/// The IMAP client: mailboxes of any server that speaks IMAP4rev1.
///
/// **Purpose.** Reads mailboxes in small steps by UID, with CONDSTORE and QRESYNC where the server has them, and writes
/// to them by APPEND, STORE, MOVE and EXPUNGE. Angus Mail speaks the protocol; what is asked, and what an answer means,
/// is here. **Security exposure.** TLS from the first byte, the server's name checked; a password or token goes into
/// the
/// one AUTHENTICATE command and nowhere else. What the server sends is bounded before the library sees it: each
/// literal,
/// each line, and all of an answer together. Every command is in the ledger before it goes. **Standards.** RFC 3501
/// (IMAP4rev1), RFC 4315 (UIDPLUS), RFC 4959 (SASL-IR), RFC 5161 (ENABLE), RFC 5819 (LIST-STATUS), RFC 6154
/// (SPECIAL-USE), RFC 6851 (MOVE), RFC 7162 (CONDSTORE, QRESYNC), RFC 7889 (APPENDLIMIT), RFC 8314 (implicit TLS), SASL
/// PLAIN (RFC 4616), EXTERNAL (RFC 4422 appendix A) and XOAUTH2. **Failure modes.** A changed UIDVALIDITY is an expired
/// state; a message that cannot be had is an outcome; all else is a [org.postern.connections.ConnectionException].
@NullMarked
package org.postern.connections.imap;

import org.jspecify.annotations.NullMarked;
