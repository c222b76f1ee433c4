package org.postern.connections;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/// One tenant's append-only, hash-chained record of every token asked, every request made with a key, and every
/// administrative act; written before the act takes effect.
public interface Ledger {
    /// Appends one entry and gives it back with its number and hash. It is durable before this returns, except of kind
    /// `request` or `answer`, which is within a second.
    Entry append(String kind, String actor, Map<String, String> details);

    /// Entries with number > `after`, oldest first.
    List<Entry> read(long after, int limit);

    /// Entries of a span of time, oldest first, without reading those before it. Entries of rare kinds are found
    /// without
    /// reading the requests between them.
    default List<Entry> find(Query query) {
        return read(query.after(), Integer.MAX_VALUE).stream()
                .filter(query::matches)
                .limit(query.limit())
                .toList();
    }

    /// The number of the request that was given this id here, whether or not its entry is still there; empty for an id
    /// that nobody gave who holds this tenant's log key.
    default OptionalLong recognise(UUID requestId) {
        return OptionalLong.empty();
    }

    /// Walks the whole chain, and compares it with what was signed.
    Verification verify();

    /// What to find.
    ///
    /// @param until the span ends before it
    /// @param kinds none for all
    /// @param after only entries with a greater number: the last one found, to go on
    record Query(Instant from, Instant until, Set<String> kinds, long after, int limit) {
        public Query {
            kinds = Set.copyOf(kinds);
            if (limit < 1) {
                throw new IllegalArgumentException("The limit of a search of the ledger is 1 or more, not " + limit);
            }
        }

        public boolean matches(Entry entry) {
            return entry.number() > after && wants(entry.kind(), entry.at());
        }

        public boolean wants(String kind, Instant at) {
            return !at.isBefore(from) && at.isBefore(until) && (kinds.isEmpty() || kinds.contains(kind));
        }
    }

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
