/// Who may come in: the administrator token, the limit on failed tries, and the security of every answer.
///
/// Purpose: authentication for API (bearer) and pages (session). Security exposure: all of it; the token has 256 random
/// bits, is compared in constant time, and is kept in one file that only its owner may read. Standards: RFC 6750,
/// CSP Level 3. Failure modes: without a readable token file the server does not start.
@NullMarked
package org.postern.console.access;

import org.jspecify.annotations.NullMarked;
