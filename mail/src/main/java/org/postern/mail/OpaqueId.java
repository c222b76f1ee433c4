package org.postern.mail;

/// The check that ids given by a mail service share.
final class OpaqueId {
    private OpaqueId() {}

    static void check(String kind, String value, int maxLength) {
        if (value.isBlank() || value.length() > maxLength || value.codePoints().anyMatch(OpaqueId::isForbidden)) {
            throw new IllegalArgumentException(kind + " is blank, longer than " + maxLength
                    + " characters or holds control characters or half a surrogate pair");
        }
    }

    /// Half a surrogate pair has no UTF-8: stored and read again it would be another id.
    private static boolean isForbidden(int c) {
        return Character.isISOControl(c) || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
