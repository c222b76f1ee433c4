package org.postern.lab.world;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/// What changed in a container since a position: the heart of both deltas.
///
/// Every change takes the next sequence number of its mailbox. A member of the container stands in the log once, at its
/// latest change, so a reader who pages from position to position sees every member, sees those again that change while
/// it pages, and ends when nothing lies beyond its position. A member that left stands as [Change.Gone]; readers to
/// whom it would be new (it entered beyond their position) are not told. As in the service, a reader may be told of the
/// end of something it never saw.
///
/// Not thread-safe: guarded by the lock of the [MailboxStore] that owns it.
final class ChangeLog {
    private final TreeMap<Long, Change> bySequence = new TreeMap<>();
    private final Map<Long, Change.Present> present = new HashMap<>();
    /// When those that ever left entered for the first time.
    private final Map<Long, Long> departed = new HashMap<>();

    /// The member entered or changed.
    void put(long number, long sequence) {
        put(number, sequence, false);
    }

    /// The member entered or changed; `readFlagOnly` when no more than its being read did.
    void put(long number, long sequence, boolean readFlagOnly) {
        Change.Present before = present.get(number);
        long entered = before == null ? sequence : before.entered();
        if (before != null) {
            bySequence.remove(before.sequence());
        }
        long altered = readFlagOnly && before != null ? before.altered() : sequence;
        Change.Present now = new Change.Present(sequence, number, entered, departed.containsKey(number), altered);
        present.put(number, now);
        bySequence.put(sequence, now);
    }

    /// The member left; `moves` says under which of its ids it was known here.
    void remove(long number, int moves, long sequence) {
        Change.Present before = present.remove(number);
        if (before != null) {
            bySequence.remove(before.sequence());
            // A reader who knew it before it came back has to hear of the end too.
            long entered = departed.merge(number, before.entered(), Math::min);
            bySequence.put(sequence, new Change.Gone(sequence, number, entered, moves));
        }
    }

    /// Forgets the member as if it had never been here: no reader is told.
    void forget(long number) {
        Change.Present before = present.remove(number);
        if (before != null) {
            bySequence.remove(before.sequence());
        }
    }

    boolean contains(long number) {
        return present.containsKey(number);
    }

    Set<Long> members() {
        return present.keySet();
    }

    /// Up to `max` changes beyond `position` that `visible` lets through.
    Page after(long position, int max, Predicate<Change> visible) {
        List<Change> changes = new ArrayList<>();
        long reached = position;
        for (Change change : bySequence.tailMap(position, false).values()) {
            boolean told = isNews(change, position) && visible.test(change);
            if (told && changes.size() == max) {
                return new Page(List.copyOf(changes), reached, true);
            }
            if (told) {
                changes.add(change);
            }
            reached = change.sequence();
        }
        return new Page(List.copyOf(changes), reached, false);
    }

    private static boolean isNews(Change change, long position) {
        return switch (change) {
            case Change.Present _ -> true;
            case Change.Gone gone -> gone.entered() <= position;
        };
    }

    /// One page of changes.
    ///
    /// @param reached the position to read on from
    /// @param more whether changes lie beyond it
    record Page(List<Change> changes, long reached, boolean more) {}
}
