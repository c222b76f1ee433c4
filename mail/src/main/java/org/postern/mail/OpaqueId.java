package org.postern.mail;

/// The check that ids given by a mail service share.
final class OpaqueId {
    private OpaqueId() {}

    static void check(String kind, String value, int maxLength) {
        if (value.isBlank() || value.length() > maxLength || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    kind + " is blank, longer than " + maxLength + " characters or holds control characters");
        }
    }
}
