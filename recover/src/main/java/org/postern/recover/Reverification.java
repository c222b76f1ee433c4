package org.postern.recover;

/// Compares what the vault recorded as new or changed in a span of time, and what restores created in it, with the
/// source as it is now.
///
/// Reads the source and changes nothing anywhere, so it may be run again whenever. It holds a page of items and one
/// message at a time.
@FunctionalInterface
public interface Reverification {
    /// A mailbox that cannot be read is named in the report and stops no other.
    ReverifyReport run(ReverifyRequest request, Progress progress);
}
