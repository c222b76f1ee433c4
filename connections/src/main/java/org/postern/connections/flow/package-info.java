/// How much of a mail service and of this machine's memory is used at once, and how long is waited; for any protocol.
///
/// **Purpose.** Bytes under way are counted ([org.postern.connections.flow.ByteBudget]) and gathered
/// ([org.postern.connections.flow.BodyBuffer]); a mailbox is given no more operations than it takes
/// ([org.postern.connections.flow.Lane]); retries wait ([org.postern.connections.flow.BackOff]). **Security exposure.**
/// Holds message bytes in memory, never on disk. **Standards.** HTTP Retry-After (RFC 9110 §10.2.3). **Failure modes.**
/// A message above its limit is dropped and said to be too large; waiting ends when interrupted.
@NullMarked
package org.postern.connections.flow;

import org.jspecify.annotations.NullMarked;
