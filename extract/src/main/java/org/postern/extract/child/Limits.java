package org.postern.extract.child;

/// How much of what lies within a document is read.
///
/// @param maxDepth documents within documents: an archive in a message in an archive is 3
/// @param maxEntries documents within one document, at all depths together
/// @param maxUnpackedBytes of all of them together
record Limits(int maxDepth, int maxEntries, long maxUnpackedBytes) {
    static final Limits DEFAULT = new Limits(6, 2_000, 256L << 20);
}
