/// A runnable Exchange Online for tests, the quick start and people: token endpoint, directory, mail
/// through Graph and through Exchange Web Services.
///
/// Purpose: judges clients. It is built from Microsoft's documentation and from behaviour seen in the field, shares no
/// protocol code with Postern's own client, and can be made to fail in the ways that the service fails.
/// `lab/README.md` says what is faithful and what is not.
///
/// Security exposure: listens on the loopback address only, under a certificate authority of its own. The control token
/// lies in the lab's directory, readable by its owner.
///
/// Standards: see the packages `entra`, `graph` and `ews`.
///
/// Failure modes: [Lab#start] fails when its port is taken, its directory cannot be written or its mail cannot be read.
@NullMarked
package org.postern.lab;

import org.jspecify.annotations.NullMarked;
