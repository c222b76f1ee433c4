package org.postern.recover;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What a restore would do.
///
/// @param counts messages by what would be done with them
/// @param bytes that would be written
/// @param newFolders paths of folders that would be made
/// @param items the first of the messages, with what would be done
public record RestorePlan(
        RestoreRequest request,
        Map<ItemOutcome.Kind, Long> counts,
        long bytes,
        List<String> newFolders,
        List<ItemOutcome> items) {
    /// How many messages [#items] names at most.
    public static final int ITEMS_MAX = 1_000;

    public RestorePlan {
        EnumMap<ItemOutcome.Kind, Long> ordered = new EnumMap<>(ItemOutcome.Kind.class);
        ordered.putAll(counts);
        counts = Collections.unmodifiableMap(ordered);
        newFolders = List.copyOf(newFolders);
        items = List.copyOf(items);
    }

    public long count(ItemOutcome.Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }
}
