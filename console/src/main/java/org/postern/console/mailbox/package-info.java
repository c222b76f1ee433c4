/// Reads what the vault holds of a mailbox, as people look at it: folders as a tree, a message as text.
///
/// Purpose: shared by API and pages. Security exposure: interprets hostile mail, so with the limits of `mail`, and to
/// plain text only. Standards: RFC 5322, RFC 2045. Failure modes: what cannot be read is shown as empty, never an
/// error.
@NullMarked
package org.postern.console.mailbox;

import org.jspecify.annotations.NullMarked;
