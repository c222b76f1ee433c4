package org.postern.connections.ledger;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postern.connections.Ledger.Entry;
import org.postern.connections.Ledger.Query;

/// Finds the entries of a span of time by halving, and those of rare kinds by going from one to the next.
///
/// Times grow along a ledger but where the machine's clock was set back; so each stretch in which they only grow is
/// searched by itself.
final class LedgerSearch {
    /// Entries from number `first` to before `end`.
    private record Stretch(long first, long end) {}

    private final LedgerFile lines;
    private final @Nullable LedgerTree tree;

    /// @param tree null where the ledger is damaged: then all of it is read
    LedgerSearch(LedgerFile lines, @Nullable LedgerTree tree) {
        this.lines = lines;
        this.tree = tree;
    }

    List<Entry> find(Query query) throws IOException {
        LedgerTree places = tree;
        if (places == null) {
            return walk(0, Long.MAX_VALUE, query, query.limit());
        }
        List<Entry> found = new ArrayList<>();
        for (Stretch stretch : stretches(places, lines.entries())) {
            long first = Math.max(firstFrom(places, stretch, query.from()), query.after() + 1);
            long end = firstFrom(places, stretch, query.until());
            int room = query.limit() - found.size();
            if (first < end && room > 0) {
                found.addAll(
                        isRare(query)
                                ? hop(places, first, end, query, room)
                                : walk(places.place(first).offset(), end, query, room));
            }
        }
        return List.copyOf(found);
    }

    private static boolean isRare(Query query) {
        return !query.kinds().isEmpty() && Collections.disjoint(query.kinds(), FileLedger.FREQUENT);
    }

    private static List<Stretch> stretches(LedgerTree places, long entries) throws IOException {
        Deque<Stretch> stretches = new ArrayDeque<>();
        for (long end = entries + 1; end > 1; end = stretches.getFirst().first()) {
            stretches.addFirst(new Stretch(places.place(end - 1).stretch(), end));
        }
        return List.copyOf(stretches);
    }

    /// The number of the stretch's first entry at or after the instant; its end when there is none.
    private static long firstFrom(LedgerTree places, Stretch stretch, Instant instant) throws IOException {
        long low = stretch.first();
        long high = stretch.end();
        while (low < high) {
            long middle = low + (high - low) / 2;
            if (Instant.ofEpochMilli(places.place(middle).atMillis()).isBefore(instant)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private List<Entry> hop(LedgerTree places, long first, long end, Query query, int room) throws IOException {
        Deque<Long> offsets = new ArrayDeque<>(); // Of the oldest that fit the room.
        for (long act = places.place(end - 1).act(); act >= first; act = before(places, act)) {
            LedgerTree.Place place = places.place(act);
            if (lines.isOfKind(place.offset(), query.kinds())) {
                offsets.addFirst(place.offset());
            }
            if (offsets.size() > room) {
                offsets.removeLast();
            }
        }
        List<Entry> found = new ArrayList<>();
        for (long offset : offsets) {
            found.add(lines.entryAt(offset));
        }
        return found;
    }

    private static long before(LedgerTree places, long act) throws IOException {
        return act == 1 ? 0 : places.place(act - 1).act();
    }

    /// Reads on from an offset to before an entry's number.
    private List<Entry> walk(long offset, long end, Query query, int room) throws IOException {
        List<Entry> found = new ArrayList<>();
        LineReader reader = lines.reader(offset);
        for (var line = reader.next(); line.isPresent() && found.size() < room; line = reader.next()) {
            var head = EntryCodec.head(line.get());
            if (head.isPresent() && head.get().number() >= end) {
                break;
            }
            boolean wanted = head.filter(
                            known -> known.number() > query.after() && query.wants(known.kind(), known.at()))
                    .isPresent();
            if (wanted) {
                found.add(lines.entry(line.get(), head.get().number()));
            }
        }
        return found;
    }
}
