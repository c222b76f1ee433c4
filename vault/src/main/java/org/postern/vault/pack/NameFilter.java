package org.postern.vault.pack;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLongArray;

/// Tells in memory that an object is certainly not there, so that new mail is stored without asking the catalog.
///
/// A Bloom filter that grows: 16 bits a name and four probes let fewer than one name in two hundred through in vain.
/// Names are keyed hashes, so their own bits serve as the probes. Safe from any number of threads.
final class NameFilter {
    private static final int FIRST_NAMES = 1 << 15;
    private static final int BITS_PER_NAME = 16;

    private final List<Generation> generations = new CopyOnWriteArrayList<>(List.of(new Generation(FIRST_NAMES)));
    private volatile boolean complete;

    /// From now on a name that was never added is known not to be there.
    void complete() {
        complete = true;
    }

    synchronized void add(ObjectName name) {
        Generation last = generations.getLast();
        if (last.full()) {
            last = new Generation(last.capacity * 2);
            generations.add(last);
        }
        last.add(name);
    }

    boolean mayHold(ObjectName name) {
        return !complete || generations.stream().anyMatch(generation -> generation.mayHold(name));
    }

    /// Bits for so many names; the next generation has twice as many.
    private static final class Generation {
        private final int capacity;
        private final AtomicLongArray words;
        private final int shift;
        private int names;

        Generation(int capacity) {
            this.capacity = capacity;
            long bits = (long) capacity * BITS_PER_NAME;
            this.words = new AtomicLongArray((int) (bits / Long.SIZE));
            this.shift = Long.numberOfLeadingZeros(bits) + 1;
        }

        boolean full() {
            return names >= capacity;
        }

        void add(ObjectName name) {
            names++;
            for (long probe : probes(name)) {
                words.accumulateAndGet((int) (probe >>> 6), 1L << probe, (old, bit) -> old | bit);
            }
        }

        boolean mayHold(ObjectName name) {
            for (long probe : probes(name)) {
                if ((words.get((int) (probe >>> 6)) & (1L << probe)) == 0) {
                    return false;
                }
            }
            return true;
        }

        private long[] probes(ObjectName name) {
            return new long[] {
                name.first() >>> shift, name.second() >>> shift, name.third() >>> shift, name.fourth() >>> shift
            };
        }
    }
}
