package org.postern.vault;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How far a tenant's search index is, and what it could not take in.
///
/// @param changesBehind changes of the vault that are not in it yet
/// @param messages versions of messages that can be found
/// @param texts distinct bodies and attachments whose words are in it; one that many messages hold counts once
/// @param unread how many attachments gave no text, by the reason in words
/// @param problems changes that could not be indexed and are tried again, in words
/// @param readsDocuments whether the program that takes text from PDF and Office documents is there
public record IndexStatus(
        long changesBehind,
        long messages,
        long texts,
        Map<String, Long> unread,
        List<String> problems,
        boolean readsDocuments) {
    public IndexStatus {
        unread = java.util.Collections.unmodifiableMap(new TreeMap<>(unread));
        problems = List.copyOf(problems);
    }
}
