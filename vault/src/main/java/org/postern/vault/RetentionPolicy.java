package org.postern.vault;

import java.util.regex.Pattern;

/// How long the past of items of one type is kept.
///
/// A version is forgotten when it ended more than `days` ago, or when its item has `versions` newer ones. What is still
/// in the mailbox is never forgotten: only its past and what was deleted.
///
/// @param type of the items, such as [#MESSAGE]
/// @param days after a version ended, 1 to 36,135; 0 for ever
/// @param versions of an item, the current one counted; 0 for all
public record RetentionPolicy(String type, int days, int versions) {
    public static final String MESSAGE = "message";
    public static final int DAYS_MAX = 36_135;
    public static final int VERSIONS_MAX = 1_000_000;
    private static final Pattern TYPE = Pattern.compile("[a-z][a-z-]{0,29}");

    public RetentionPolicy {
        if (!TYPE.matcher(type).matches()) {
            throw new IllegalArgumentException("A type of items is a word of small letters, such as message.");
        }
        if (days < 0 || days > DAYS_MAX) {
            throw new IllegalArgumentException("Days are 1 to " + DAYS_MAX + ", or 0 for ever.");
        }
        if (versions < 0 || versions > VERSIONS_MAX) {
            throw new IllegalArgumentException("Versions are 1 to " + VERSIONS_MAX + ", or 0 for all.");
        }
    }

    /// What is done when nobody said anything.
    public static RetentionPolicy keepsAll(String type) {
        return new RetentionPolicy(type, 0, 0);
    }

    public boolean keepsAll() {
        return days == 0 && versions == 0;
    }
}
