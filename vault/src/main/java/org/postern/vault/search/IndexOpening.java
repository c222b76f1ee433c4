package org.postern.vault.search;

/// What came of opening a search index.
public sealed interface IndexOpening {
    /// It can be used. All changes of the vault after `committedSequence` are to be told to it again; an index that
    /// was missing is empty and says -1.
    record Ready(SearchIndex index, long committedSequence) implements IndexOpening {}

    /// It cannot be used: erase it ([SearchIndex#erase]), open it again, and tell it everything.
    record Damaged(String reason) implements IndexOpening {}
}
