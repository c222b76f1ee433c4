/// HTTPS for the lab: its own certificate authority, the server, and requests and replies as plain values.
///
/// Purpose: the protocol packages answer a [Request] with a [Reply] and never touch a socket, so that a request inside
/// a
/// Graph batch and one of its own take the same path.
///
/// Security exposure: the only listening socket of the lab. Bodies are read up to a limit that the route sets; the CA's
/// key lives in memory only and dies with the lab.
///
/// Standards: RFC 9110, RFC 9112 by the JDK's server; gzip per RFC 9110 §8.4.1.3.
///
/// Failure modes: a handler that throws gives 500 in the reply and a line on the lab's log; the server goes on.
@NullMarked
package org.postern.lab.net;

import org.jspecify.annotations.NullMarked;
