package org.postern.vault;

/// What a compaction did.
///
/// @param objects that nothing needed any more and that the catalog dropped
/// @param packsDeleted in whose place their live objects stand in new packs
/// @param packsWritten new packs
/// @param packsKept that were to be deleted and that a lock of the store keeps; tried again by the next compaction
/// @param bytesFreed in the store
public record CompactReport(long objects, int packsDeleted, int packsWritten, int packsKept, long bytesFreed) {}
