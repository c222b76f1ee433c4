package org.postern.vault;

import java.time.Instant;
import java.util.regex.Pattern;

/// Keeps versions whatever the retention policy says, until someone releases it.
///
/// @param name by which it is released: letters, digits, `.`, `_` and `-`, at most 63
/// @param by who set it
public record Hold(String name, String reason, String by, Instant since, HoldScope scope) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final int TEXT_MAX = 1_000;

    public Hold {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "A hold's name has 1 to 63 letters, digits, dots, hyphens and underscores.");
        }
        if (reason.isBlank() || reason.length() > TEXT_MAX || by.isBlank() || by.length() > TEXT_MAX) {
            throw new IllegalArgumentException(
                    "A hold says why and who set it, in at most " + TEXT_MAX + " characters each.");
        }
    }
}
