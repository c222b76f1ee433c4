/// Exchange Web Services: `/EWS/Exchange.asmx` over the same mailboxes as Graph's.
///
/// Purpose: judges EWS clients. What is made through Graph shows here and the other way round: folders, items, read
/// flags, categories, extended properties. An EWS item id is Graph's mutable id in standard base64.
///
/// Security exposure: takes anything from anyone. The caller is known (token, password or TLS certificate) before the
/// body is read; bodies are bounded, XML is read without DTDs and entities to a bounded depth and count. One tenant's
/// credentials never open another's mailbox.
///
/// Standards: SOAP 1.1; MS-OXWSCDATA, MS-OXWSCORE, MS-OXWSFOLD, MS-OXWSSYNC, MS-OXWSSRCH, MS-OXWSMSG, MS-OXWSBTRF,
/// MS-OXWSNTIF, MS-OXWSCVTID, MS-OXWSRSLNM; RFC 6750, RFC 7617.
///
/// Failure modes: an [EwsFailure] inside a response message concerns that message alone; anywhere else it is a SOAP
/// fault with HTTP 500. Sign-in answers 401 with challenges, a tenant with EWS off 403.
@NullMarked
package org.postern.lab.ews;

import org.jspecify.annotations.NullMarked;
