/// Items that a mail service gives only as its own opaque streams, kept as messages.
///
/// Purpose: what cannot be had as MIME (Exchange's `ErrorMimeContentConversionFailed`: signed delivery reports, damaged
/// calendars) is exported as the stream that Exchange itself uses to move items, and kept in a message that vault,
/// search, export and people can deal with.
///
/// Security exposure: a restore hands the stream to the customer's own server. Only what this product carried is taken
/// for a carrier: that is noted in the version (its change key), which no sender of mail can write, and never told from
/// the message's own bytes. Text from the service is written into headers encoded or without control characters.
///
/// Standards: RFC 5322, RFC 2045, RFC 2046, RFC 2047; the stream is MS-OXWSBTRF's, and is not looked into.
///
/// Failure modes: a carrier that cannot be read back, or that no service takes, is restored as the message it is.
@NullMarked
package org.postern.recover.stream;

import org.jspecify.annotations.NullMarked;
