package org.postern.connections.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/// A set of UIDs as IMAP writes it (RFC 3501 §9, `sequence-set`), such as `1:40,44,50:51`: ascending, without overlaps.
final class UidSet {
    private static final UidSet NONE = new UidSet(List.of());
    private static final long UID_MOST = 0xFFFF_FFFFL;
    /// So many ranges are kept in a sync state and no more.
    static final int RANGES_MOST = 200_000;

    private record Range(long from, long to) {}

    private final List<Range> ranges;

    private UidSet(List<Range> ranges) {
        this.ranges = List.copyOf(ranges);
    }

    static UidSet none() {
        return NONE;
    }

    /// @throws IllegalArgumentException when the text is no set of UIDs
    static UidSet parse(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        List<Range> found = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            int colon = part.indexOf(':');
            long one = number(colon < 0 ? part : part.substring(0, colon));
            long other = colon < 0 ? one : number(part.substring(colon + 1));
            found.add(new Range(Math.min(one, other), Math.max(one, other)));
        }
        return merged(found);
    }

    private static long number(String text) {
        long number = Long.parseLong(text);
        if (number < 1 || number > UID_MOST) {
            throw new IllegalArgumentException("a UID is from 1 to " + UID_MOST);
        }
        return number;
    }

    static UidSet of(List<Long> uids) {
        return merged(uids.stream().map(uid -> new Range(uid, uid)).toList());
    }

    private static UidSet merged(List<Range> unsorted) {
        List<Range> sorted = new ArrayList<>(unsorted);
        sorted.sort(java.util.Comparator.comparingLong(Range::from));
        List<Range> merged = new ArrayList<>();
        for (Range next : sorted) {
            Range last = merged.isEmpty() ? null : merged.getLast();
            if (last != null && next.from() <= last.to() + 1) {
                merged.set(merged.size() - 1, new Range(last.from(), Math.max(last.to(), next.to())));
            } else {
                merged.add(next);
            }
        }
        if (merged.size() > RANGES_MOST) {
            throw new IllegalArgumentException("the folder's UIDs have more than " + RANGES_MOST + " gaps");
        }
        return new UidSet(merged);
    }

    boolean isEmpty() {
        return ranges.isEmpty();
    }

    long size() {
        return ranges.stream().mapToLong(range -> range.to() - range.from() + 1).sum();
    }

    UidSet and(UidSet other) {
        List<Range> all = new ArrayList<>(ranges);
        all.addAll(other.ranges);
        return merged(all);
    }

    /// What is in this set and not in the other.
    UidSet without(UidSet other) {
        List<Range> left = new ArrayList<>();
        int at = 0;
        for (Range range : ranges) {
            long from = range.from();
            while (at < other.ranges.size() && other.ranges.get(at).to() < from) {
                at++;
            }
            for (int i = at; i < other.ranges.size() && other.ranges.get(i).from() <= range.to(); i++) {
                Range taken = other.ranges.get(i);
                if (taken.from() > from) {
                    left.add(new Range(from, taken.from() - 1));
                }
                from = Math.max(from, taken.to() + 1);
            }
            if (from <= range.to()) {
                left.add(new Range(from, range.to()));
            }
        }
        return new UidSet(left);
    }

    /// The lowest UIDs, so many or all.
    UidSet first(int count) {
        List<Range> first = new ArrayList<>();
        long left = count;
        for (Range range : ranges) {
            if (left <= 0) {
                break;
            }
            long to = Math.min(range.to(), range.from() + left - 1);
            first.add(new Range(range.from(), to));
            left -= to - range.from() + 1;
        }
        return new UidSet(first);
    }

    void forEach(LongConsumer each) {
        for (Range range : ranges) {
            for (long uid = range.from(); uid <= range.to(); uid++) {
                each.accept(uid);
            }
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Range range : ranges) {
            text.append(text.isEmpty() ? "" : ",").append(range.from());
            if (range.to() > range.from()) {
                text.append(':').append(range.to());
            }
        }
        return text.toString();
    }
}
