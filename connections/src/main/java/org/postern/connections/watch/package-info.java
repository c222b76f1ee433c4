/// Notices that a key of Postern's is used by somebody else.
///
/// **Purpose.** Reads the tenant's own sign-in log and reconciles it with the ledger: a sign-in that no entry stands
/// for
/// was not ours. **Security exposure.** Reads addresses and ids of sign-ins of Postern's own applications, no mail;
/// what
/// the log says is taken as the customer's word and never as an instruction. An attacker who holds this machine can
/// write the ledger; what the customer has anchored of it shows that. **Standards.** Graph's `signIn` (beta) and
/// Microsoft Graph activity logs. **Failure modes.** The log is late by minutes to hours, has doubles and gaps, or is
/// not given at all: the first three are borne, the last is told as a loss.
@NullMarked
package org.postern.connections.watch;

import org.jspecify.annotations.NullMarked;
