package org.postern.vault.search;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What came of a search.
public sealed interface SearchResult {
    /// One page.
    ///
    /// @param total how many documents match in all
    /// @param nextCursor where the next page begins; null on the last
    record Found(List<IndexKey> hits, long total, @Nullable String nextCursor) implements SearchResult {
        public Found {
            hits = List.copyOf(hits);
        }

        public Optional<String> next() {
            return Optional.ofNullable(nextCursor);
        }
    }

    /// The query makes no sense; `problem` says why and what would, in words for the person who typed it.
    record NotUnderstood(String problem) implements SearchResult {}
}
