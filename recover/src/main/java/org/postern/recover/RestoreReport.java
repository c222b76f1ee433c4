package org.postern.recover;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What a restore did.
///
/// @param reason why it ended early, and what to do; empty when it did not
/// @param counts messages by what was done with them
/// @param bytes written
/// @param newFolders paths of folders that were made
/// @param notable the first of the messages of which people must know something
public record RestoreReport(
        RestoreRequest request,
        Ending ending,
        String reason,
        Map<ItemOutcome.Kind, Long> counts,
        long bytes,
        List<String> newFolders,
        List<ItemOutcome> notable) {
    /// How many messages [#notable] names at most.
    public static final int NOTABLE_MAX = 1_000;

    /// How it ended.
    public enum Ending {
        COMPLETE,
        /// Stopped as asked; running it again goes on.
        CANCELLED,
        /// Stopped by trouble; running it again goes on.
        STOPPED
    }

    public RestoreReport {
        EnumMap<ItemOutcome.Kind, Long> ordered = new EnumMap<>(ItemOutcome.Kind.class);
        ordered.putAll(counts);
        counts = Collections.unmodifiableMap(ordered);
        newFolders = List.copyOf(newFolders);
        notable = List.copyOf(notable);
    }

    public long count(ItemOutcome.Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /// Messages that are in their place now and were not before.
    public long restored() {
        return count(ItemOutcome.Kind.CREATED)
                + count(ItemOutcome.Kind.REPLACED)
                + count(ItemOutcome.Kind.MOVED_BACK)
                + count(ItemOutcome.Kind.MARKED);
    }
}
