/// The private keys with their certificates: made here, kept in one encrypted PKCS#12 file each.
///
/// **Purpose.** Make, keep, open and destroy a connection's key. **Security exposure.** The only code that sees private
/// keys at rest; files are mode 0600, replaced in one step, and encrypted with PBES2 (PBKDF2-HMAC-SHA-256, AES-256-CBC)
/// under the administrator's passphrase. **Standards.** RFC 7292, RFC 8018, RFC 5280. **Failure modes.** A wrong
/// passphrase and a damaged file are told apart as far as PKCS#12 allows; both are permanent.
@NullMarked
package org.postern.connections.keys;

import org.jspecify.annotations.NullMarked;
