/// Messages as objects: cut into a skeleton and leaves, and put together again byte for byte.
///
/// Purpose: what messages share — attachments, in whatever encoding — is one object per tenant; the rest is the
/// message's own skeleton. Security exposure: cuts bytes that strangers wrote; every limit of the scanner applies, and
/// what was put together is compared with its name before anyone sees it. Standards: RFC 2045 and 2046 for where parts
/// lie, `docs/format/vault.md` §4. Failure modes: a skeleton that does not fit its leaves is CORRUPT, never wrong
/// bytes.
@NullMarked
package org.postern.vault.content;

import org.jspecify.annotations.NullMarked;
