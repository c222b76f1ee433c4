package org.postern.cli;

import java.util.Locale;

/// What a connection is for; each has its own key.
enum Function {
    SYNC,
    REMEDIATE,
    WATCH,
    PROBE,
    CANARY;

    /// As the API writes it.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
