/// The REST API under `/api/v1`; the CLI and other programs speak it.
///
/// Purpose: parse, call, answer. Security exposure: see the module. Standards: RFC 9457 problems; OpenAPI 3.1 made from
/// the routes themselves. Failure modes: each becomes a problem that says what to do.
@NullMarked
package org.postern.console.api;

import org.jspecify.annotations.NullMarked;
