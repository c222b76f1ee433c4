package org.postern.vault;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One page of search results.
///
/// @param total how many match in all
/// @param nextCursor for the next page; null on the last
/// @param problem why the query could not be understood, in plain words; null when it could
public record SearchPage(
        List<MessageVersion> hits,
        long total,
        @Nullable String nextCursor,
        @Nullable String problem) {
    public SearchPage {
        hits = List.copyOf(hits);
    }

    public Optional<String> next() {
        return Optional.ofNullable(nextCursor);
    }
}
