package org.postern.mail;

/// How much of a message is decoded to be read; what lies beyond is left out of the result, never of the message.
///
/// @param scan how far its structure is followed
/// @param maxDecodedBytes bytes decoded from one part
/// @param maxTextChars characters of text taken from the whole message
/// @param maxAddresses addresses taken from one field
public record ReadLimits(ScanLimits scan, int maxDecodedBytes, int maxTextChars, int maxAddresses) {
    public static final ReadLimits DEFAULT = new ReadLimits(ScanLimits.DEFAULT, 256 << 20, 1 << 20, 10_000);

    public ReadLimits {
        if (maxDecodedBytes < 1 || maxTextChars < 1 || maxAddresses < 1) {
            throw new IllegalArgumentException("every read limit must be at least 1");
        }
    }
}
