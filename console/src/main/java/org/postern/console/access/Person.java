package org.postern.console.access;

import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One administrator, by the name that stands in the ledgers.
///
/// @param fingerprint SHA-256 of his token, in hex: recognises it and does not give it away
/// @param addedBy another's name, or `server` for the first
/// @param seenBy who else was shown the token when it was made; null once it is his alone
/// @param lastUsedAt to ten minutes
/// @param removedAt null while he is one; a name is never given to another
public record Person(
        String name,
        String fingerprint,
        Instant addedAt,
        String addedBy,
        @Nullable String seenBy,
        @Nullable Instant lastUsedAt,
        @Nullable Instant removedAt) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");

    public Person {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "An administrator's name has 1 to 63 small letters, digits, dots, hyphens and underscores, such as ben.");
        }
        if (!FINGERPRINT.matcher(fingerprint).matches()) {
            throw new IllegalArgumentException(
                    "A token's fingerprint has 64 hex digits; \"postern admin token\" makes a token and shows it.");
        }
    }

    public boolean active() {
        return removedAt == null;
    }

    /// Whether he can be the second person: nobody else was ever shown the token.
    public boolean decides() {
        return active() && seenBy == null;
    }

    Person with(String newFingerprint, @Nullable String nowSeenBy) {
        return new Person(name, newFingerprint, addedAt, addedBy, nowSeenBy, lastUsedAt, removedAt);
    }

    Person usedAt(Instant now) {
        return new Person(name, fingerprint, addedAt, addedBy, seenBy, now, removedAt);
    }

    Person removed(Instant now) {
        return new Person(name, fingerprint, addedAt, addedBy, seenBy, lastUsedAt, now);
    }
}
