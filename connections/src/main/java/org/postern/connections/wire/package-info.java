/// HTTPS to one cloud: bounded answers, deadlines, no redirects.
///
/// **Purpose.** The one place that opens sockets. **Security exposure.** Reads whatever a server sends: bodies are
/// counted after decompression, a body that stalls or drips is cut off, redirects are not followed and only the cloud's
/// own authority is trusted where one is named. **Standards.** RFC 9110, RFC 9112, RFC 9113, RFC 1952.
/// **Failure modes.** Every fault is an [java.io.IOException] whose message says what was going on.
@NullMarked
package org.postern.connections.wire;

import org.jspecify.annotations.NullMarked;
