/// Every tenant's connections to its mail service: keys, sign-in, the ledger of their use, and the Graph clients.
///
/// **Purpose.** One key and certificate per tenant and function, made here and never leaving their own encrypted
/// keystore; a client that signs in with them and reads or writes mail; a record of each use. [Connections] is the
/// façade; the subpackages belong to it alone.
///
/// **Security exposure.** Holds the private keys (files of mode 0600, PBES2 with AES-256) and, in memory, access tokens
/// of about an hour. Talks to the cloud named in the connection and to no other host: links in answers are followed on
/// that host only and redirects never, so a lying server cannot have a token sent elsewhere. Everything read from the
/// network is bounded in size, depth and time. Neither tokens, keys, queries nor message content are logged or put in
/// the ledger.
///
/// **Standards.** PKCS#12 (RFC 7292) with PBES2 (RFC 8018), X.509 (RFC 5280), JWT client assertions (RFC 7523) signed
/// PS256 (RFC 7518 §3.5), HTTP Retry-After (RFC 9110 §10.2.3), Microsoft Graph v1.0.
///
/// **Failure modes.** [ConnectionException] says whether asking again may work, whether it may have been done, or who
/// must change something first. A wrong passphrase, a second process on the same directory and a damaged file are
/// found when opening. One bad message is an outcome, never an exception.
@NullMarked
package org.postern.connections;

import org.jspecify.annotations.NullMarked;
