/// Who may come in: administrators by name, each with a token; the limit on failed tries; the security of every answer.
///
/// Purpose: authentication for API (bearer) and pages (session), and who acts, bound for the ledger. Security exposure:
/// all of it; a token has 256 random bits, is compared in constant time, and is kept as its hash in one file that only
/// its owner may read. Standards: RFC 6750, CSP Level 3. Failure modes: without a readable token file the server does
/// not start.
@NullMarked
package org.postern.console.access;

import org.jspecify.annotations.NullMarked;
