/// Reads mail: where every header and part of a message lies, what they say, and how to put them back byte for byte.
///
/// Pure values over byte arrays: no input or output, no clock, no state. The scanner (`MessageScanner`) finds ranges;
/// the codec (`TransferCodec`) decodes bodies so that they encode to the same bytes again; `Message` reads headers,
/// addresses, text and attachments; `Mbox` cuts mailbox files into messages and writes them.
///
/// **Security exposure:** everything here works on bytes that anyone on the internet may send. Work is linear in the
/// input and bounded by limits that the caller states; nothing recurses with the input's depth beyond them. HTML is
/// parsed and reduced to text, never rendered.
///
/// **Standards:** RFC 5322 and 6532 (messages), RFC 2045 to 2047, 2231 and 2046 (MIME), RFC 4155 (mbox).
///
/// **Failure modes:** no bytes make a read fail. What is malformed is read as far as it makes sense, or is empty.
@NullMarked
package org.postern.mail;

import org.jspecify.annotations.NullMarked;
