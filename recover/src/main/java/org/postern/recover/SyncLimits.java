package org.postern.recover;

/// How much a sync takes on at once; with the defaults its own share of the heap stays below 300 MB.
///
/// @param mailboxesAtOnce over all tenants; each has one fetch under way
/// @param foldersAtOnce change feeds of one mailbox read at the same time, so that they share batches
/// @param fetchAtOnce messages asked for in one fetch
/// @param commitMessages a commit holds no more messages than this
/// @param commitBytes nor many more bytes than this
public record SyncLimits(
        int mailboxesAtOnce, int foldersAtOnce, int fetchAtOnce, int commitMessages, long commitBytes) {
    public static final SyncLimits DEFAULT = new SyncLimits(8, 40, 400, 1_000, 32L << 20);

    public SyncLimits {
        if (mailboxesAtOnce < 1 || foldersAtOnce < 1 || fetchAtOnce < 1 || commitMessages < 1 || commitBytes < 1) {
            throw new IllegalArgumentException("Every sync limit is at least 1.");
        }
    }
}
