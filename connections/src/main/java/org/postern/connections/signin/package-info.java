/// Signing in to Entra with a certificate, and keeping the token while it is good.
///
/// **Purpose.** Exchanges an assertion signed by a connection's key for an access token (client credentials).
/// **Security
/// exposure.** Tokens live in memory only and print as nothing; every request is in the ledger before it is sent.
/// **Standards.** RFC 7523, RFC 7518 §3.5 (PS256), RFC 8705-style `x5t#S256` (RFC 7515 §4.1.8), Microsoft identity
/// platform v2.0. **Failure modes.** Entra's codes become plain words in [org.postern.connections.signin.SignInFault].
@NullMarked
package org.postern.connections.signin;

import org.jspecify.annotations.NullMarked;
