package org.postern.connections;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// One tenant's append-only, hash-chained record of every token asked, every request made with a key, and every
/// administrative act; written before the act takes effect.
public interface Ledger {
    /// Appends one entry and gives it back with its number and hash.
    Entry append(String kind, String actor, Map<String, String> details);

    /// Entries with number > `after`, oldest first.
    List<Entry> read(long after, int limit);

    /// Walks the whole chain.
    Verification verify();

    /// @param number 1 for the first
    /// @param kind such as `token.requested`, `request`, `connection.created`, `restore.started`
    /// @param actor the connection's function, an administrator, or `postern`
    /// @param hash SHA-256 over the previous entry's hash and this entry's content, hex
    record Entry(
            long number,
            Instant at,
            String kind,
            String actor,
            Map<String, String> details,
            String previous,
            String hash) {}

    sealed interface Verification {
        record Whole(long entries) implements Verification {}

        record Broken(long number, String reason) implements Verification {}
    }
}
