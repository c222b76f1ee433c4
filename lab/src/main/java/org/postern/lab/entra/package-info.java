/// Microsoft Entra's sign-in for applications: discovery, the token endpoint and the tokens it issues.
///
/// Purpose: judges a client's certificate assertion as Entra does and says no with Entra's own codes.
///
/// Security exposure: takes anything from anyone. Assertions are checked completely before a token is issued:
/// algorithm,
/// thumbprint, issuer, subject, audience, time, replay, and the signature against the application's registered and
/// unexpired certificates. Tokens are signed by a key that lives only in this lab.
///
/// Standards: RFC 6749 §4.4, RFC 7521, RFC 7523, RFC 7515; Microsoft identity platform certificate credentials.
///
/// Failure modes: every refusal is an [EntraError] and a record in the tenant's sign-in log.
@NullMarked
package org.postern.lab.entra;

import org.jspecify.annotations.NullMarked;
