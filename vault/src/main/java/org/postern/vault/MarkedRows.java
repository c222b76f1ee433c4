package org.postern.vault;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/// The rows of objects that something needs: a bit each, so that ten million take a megabyte or two.
final class MarkedRows {
    private static final int SEGMENT = 1 << 20;
    private final Map<Long, BitSet> segments = new HashMap<>();

    /// False when it was marked before.
    boolean mark(long row) {
        BitSet segment = segments.computeIfAbsent(row / SEGMENT, _ -> new BitSet());
        int bit = (int) (row % SEGMENT);
        boolean fresh = !segment.get(bit);
        segment.set(bit);
        return fresh;
    }

    boolean isMarked(long row) {
        BitSet segment = segments.get(row / SEGMENT);
        return segment != null && segment.get((int) (row % SEGMENT));
    }
}
