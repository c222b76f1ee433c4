package org.postern.extract;

import java.util.Objects;

/// A document whose text is wanted.
///
/// @param mediaType what its sender called it, in lower case; a hint
/// @param fileName what its sender named it, or empty; a hint
/// @param bytes not changed and not kept
/// @param maxChars of text wanted at most
@SuppressWarnings("ArrayRecordComponent") // Handed on once; never compared.
public record Document(String mediaType, String fileName, byte[] bytes, int maxChars) {
    /// Larger documents are not looked into: it bounds what two processes hold of one.
    public static final int MAX_BYTES = 32 << 20;

    private static final int MAX_HINT = 1_000;

    public Document {
        Objects.requireNonNull(bytes);
        mediaType = cut(mediaType);
        fileName = cut(fileName);
        if (maxChars < 1) {
            throw new IllegalArgumentException("at most " + maxChars + " characters");
        }
    }

    private static String cut(String hint) {
        return hint.length() > MAX_HINT ? hint.substring(hint.length() - MAX_HINT) : hint;
    }
}
