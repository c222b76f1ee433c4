/// The server process: reads its configuration, wires every part by hand, and runs until it is told to stop.
///
/// Purpose: [Main] is what the launcher starts; `Wiring` is the one place where modules meet; `WebServer` puts the
/// console on a port. Clock and randomness are made here and handed down.
///
/// Security exposure: holds the store's passphrase for the life of the process, and writes the administrator's token
/// and
/// the facts of the running server to files that only their owner may read. Listens on loopback unless TLS is set up.
///
/// Standards: none of its own.
///
/// Failure modes: all faults of the configuration are told at once (exit 2); a second server on the same directory ends
/// with exit 3, a wrong passphrase with exit 4, anything else that hinders the start with exit 1.
@NullMarked
package org.postern.server;

import org.jspecify.annotations.NullMarked;
