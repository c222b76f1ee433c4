package org.postern.vault;

/// What a compaction did.
///
/// @param objects that nothing needed any more and that the catalog dropped
/// @param packsDeleted in whose place their live objects stand in new packs
/// @param packsWritten new packs
/// @param packsKept that were to be deleted and stay for now: a lock of the store keeps them, or the new ones are still
/// on their way to a store far away; the next compaction tries again
/// @param bytesFreed in the store
public record CompactReport(long objects, int packsDeleted, int packsWritten, int packsKept, long bytesFreed) {}
