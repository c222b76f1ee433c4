/// Microsoft Graph as Exchange Online and Entra answer it: directory, mail, deltas, batches, throttling.
///
/// Purpose: the service that clients are judged against; built from Microsoft's documentation and from what was seen in
/// the field, never from what a client of ours expects.
///
/// Security exposure: every call needs a bearer token that this lab issued; roles are checked per call; all look-ups
/// start from the token's tenant.
///
/// Standards: OData 4.0 as far as Graph supports it for these resources; Graph's error shape, batching and throttling.
///
/// Failure modes: a [GraphFailure] becomes Graph's error document; anything else is a bug and answers 500.
@NullMarked
package org.postern.lab.graph;

import org.jspecify.annotations.NullMarked;
