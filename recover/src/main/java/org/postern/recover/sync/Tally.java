package org.postern.recover.sync;

import java.util.ArrayList;
import java.util.List;

/// Counts what one round did, and gathers what people must hear of it; used by the round's thread alone.
final class Tally {
    private static final int WARNINGS_SHOWN = 3;

    private final List<String> warnings = new ArrayList<>();
    private int warningCount;
    long stored;
    long updated;
    long removed;
    long bytes;

    /// Notes that a folder could not be read.
    void warn(String warning) {
        warningCount++;
        if (warnings.size() < WARNINGS_SHOWN) {
            warnings.add(warning);
        }
    }

    int warnings() {
        return warningCount;
    }

    boolean changedAnything() {
        return stored + updated + removed > 0;
    }

    /// All warnings in one text; empty when there are none.
    String reason(long missing, String firstMissing) {
        List<String> parts = new ArrayList<>(warnings);
        if (warningCount > warnings.size()) {
            parts.add((warningCount - warnings.size()) + " more folders had trouble.");
        }
        if (missing > 0) {
            parts.add((missing == 1 ? "1 message" : missing + " messages")
                    + " could not be read from the service, such as: " + firstMissing
                    + " What can be had later is asked for again.");
        }
        return String.join(" ", parts);
    }
}
