package org.postern.vault;

/// Hears how far forgetting or compaction is, and ends it by throwing.
@FunctionalInterface
public interface UpkeepProgress {
    UpkeepProgress NONE = (_, _, _) -> {};

    /// @param step what is being done, in a few plain words
    void at(String step, long done, long total);
}
