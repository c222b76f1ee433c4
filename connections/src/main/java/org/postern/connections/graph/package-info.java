/// The client of Microsoft Graph: operations that share batches, wait out throttling and read answers as they stream.
///
/// **Purpose.** [org.postern.connections.MailReader] and [org.postern.connections.MailWriter] over Graph v1.0.
/// **Security exposure.** Parses what a server sends with limits on bytes, nesting and time; follows links on the
/// cloud's
/// own host only. **Standards.** Microsoft Graph v1.0 (JSON batching, delta query, immutable ids), OData 4.0 `Prefer`,
/// RFC 9110 §10.2.3. **Failure modes.** Throttling and passing faults are waited out up to the limits' patience; one
/// bad message or one bad answer inside a batch touches no other.
@NullMarked
package org.postern.connections.graph;

import org.jspecify.annotations.NullMarked;
