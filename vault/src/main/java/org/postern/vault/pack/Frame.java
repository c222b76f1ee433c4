package org.postern.vault.pack;

/// One sealed object as it lies in a pack: header, salt, segments.
///
/// @param dictionary with which it was compressed; 0 for none
/// @param bytes the frame in `[0, length)`; may be a longer, borrowed array
@SuppressWarnings("ArrayRecordComponent") // Made, appended and dropped; never compared.
public record Frame(ObjectKind kind, ObjectName name, int plainLength, int dictionary, byte[] bytes, int length) {}
