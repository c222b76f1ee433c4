package org.postern.vault.pack;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLongArray;

/// Tells in memory that an object is certainly not there, so that new mail is stored without asking the catalog.
///
/// A Bloom filter that grows: 16 bits a name and four probes let fewer than one name in two hundred through in vain.
/// Names are keyed hashes, so their own bits serve as the probes. Safe from any number of threads.
public final class NameFilter {
    static final int FIRST_NAMES = 1 << 15;
    private static final int BITS_PER_NAME = 16;

    private final List<Generation> generations = new CopyOnWriteArrayList<>(List.of(new Generation(FIRST_NAMES)));
    private volatile boolean complete;

    /// From now on a name that was never added is known not to be there.
    public void complete() {
        complete = true;
    }

    public boolean isComplete() {
        return complete;
    }

    public synchronized void add(ObjectName name) {
        Generation last = generations.getLast();
        if (last.full()) {
            last = new Generation(last.capacity * 2);
            generations.add(last);
        }
        last.add(name);
    }

    public boolean mayHold(ObjectName name) {
        return !complete || generations.stream().anyMatch(generation -> generation.mayHold(name));
    }

    /// How many names were added.
    public synchronized long count() {
        return generations.stream().mapToLong(generation -> generation.names).sum();
    }

    /// All that is needed to make the filter again, as it is at this moment or a little later.
    synchronized List<Generation> generations() {
        return List.copyOf(generations);
    }

    /// Begins with what another filter was told; false, and no effect, when this one was told of names already.
    synchronized boolean begin(List<Generation> told) {
        if (told.isEmpty() || count() > 0) {
            return false;
        }
        List<Generation> before = new ArrayList<>(generations);
        generations.addAll(told); // Never without one: others look meanwhile.
        generations.removeAll(before);
        return true;
    }

    /// Bits for so many names; the next generation has twice as many.
    static final class Generation {
        private final int capacity;
        private final AtomicLongArray words;
        private final int shift;
        private int names;

        Generation(int capacity) {
            this(capacity, 0, new AtomicLongArray(words(capacity)));
        }

        /// @param words as many as [#words] says
        Generation(int capacity, int names, AtomicLongArray words) {
            this.capacity = capacity;
            this.names = names;
            this.words = words;
            this.shift = Long.numberOfLeadingZeros((long) capacity * BITS_PER_NAME) + 1;
        }

        static int words(int capacity) {
            return (int) ((long) capacity * BITS_PER_NAME / Long.SIZE);
        }

        int capacity() {
            return capacity;
        }

        int names() {
            return names;
        }

        AtomicLongArray words() {
            return words;
        }

        boolean full() {
            return names >= capacity;
        }

        void add(ObjectName name) {
            names++;
            set(name.first() >>> shift);
            set(name.second() >>> shift);
            set(name.third() >>> shift);
            set(name.fourth() >>> shift);
        }

        private void set(long probe) {
            words.accumulateAndGet((int) (probe >>> 6), 1L << probe, (old, bit) -> old | bit);
        }

        boolean mayHold(ObjectName name) {
            return isSet(name.first() >>> shift)
                    && isSet(name.second() >>> shift)
                    && isSet(name.third() >>> shift)
                    && isSet(name.fourth() >>> shift);
        }

        private boolean isSet(long probe) {
            return (words.get((int) (probe >>> 6)) & (1L << probe)) != 0;
        }
    }
}
