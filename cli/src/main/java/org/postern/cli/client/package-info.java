/// The client of Postern's own REST API, and where on this machine the server says it is.
///
/// **Exposure.** The administrator token is read from its file, sent only to the server's URL, and never printed.
/// **Standards.** Problem details for failures (RFC 9457), NDJSON for long lists.
/// **Failure modes.** Every failure is one [ClientException], which says what happened, to what, and what to do.
@NullMarked
package org.postern.cli.client;

import org.jspecify.annotations.NullMarked;
