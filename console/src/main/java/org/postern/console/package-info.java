/// The ways in for people and programs: the REST API under `/api/v1` and the pages under `/`.
///
/// Purpose: [ConsoleConfiguration] makes one Spring application of the packages below. `tenant` knows the
/// organisations,
/// `mailbox` reads what is held, `job` runs long work, `access` decides who may come in, `api` and `web` are
/// two thin faces of the same.
///
/// Security exposure: everything here answers to the network. All input is parsed into a type at the edge; every route
/// but the sign-in page and the health check needs the administrator's token; another tenant's id is not found. Mail is
/// shown as text only: hostile HTML never reaches a browser. Nothing secret is logged.
///
/// Standards: HTTP semantics (RFC 9110), problem details (RFC 9457), bearer tokens (RFC 6750), OpenAPI 3.1, server-sent
/// events (WHATWG HTML §9.2).
///
/// Failure modes: every failure is a problem with a title, a detail and an advice. A job that a stop of the server cut
/// off is shown as interrupted; running it again repeats nothing that was done.
@NullMarked
package org.postern.console;

import org.jspecify.annotations.NullMarked;
