package org.postern.mail;

/// A decoded body together with the form in which it encodes to the bytes it came from.
///
/// A carrier from the codec to its caller, who owns the array; compared by nobody.
@SuppressWarnings("ArrayRecordComponent")
public record ExactBody(byte[] content, EncodingForm form) {}
