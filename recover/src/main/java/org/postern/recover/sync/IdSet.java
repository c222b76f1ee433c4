package org.postern.recover.sync;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.postern.mail.ItemId;

/// Remembers which of many items were seen, in 8 to 16 bytes each whatever the length of their ids.
///
/// Keeps 64 bits of the ids' SHA-256: a million items are mistaken for one another with a chance of 1 in 37 million,
/// and then a deleted message is taken to be there until the next reconciliation.
final class IdSet {
    private static final int SLOTS_AT_FIRST = 1 << 10;

    private final MessageDigest digest;
    private long[] slots = new long[SLOTS_AT_FIRST]; // 0 is a free slot
    private int size;

    IdSet() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    void add(ItemId id) {
        if (size * 2 >= slots.length) {
            grow();
        }
        if (insert(slots, mark(id))) {
            size++;
        }
    }

    boolean contains(ItemId id) {
        long mark = mark(id);
        return slots[slotOf(slots, mark)] == mark;
    }

    int size() {
        return size;
    }

    private void grow() {
        long[] larger = new long[slots.length * 2];
        for (long mark : slots) {
            if (mark != 0) {
                insert(larger, mark);
            }
        }
        slots = larger;
    }

    private static boolean insert(long[] slots, long mark) {
        int slot = slotOf(slots, mark);
        boolean fresh = slots[slot] != mark;
        slots[slot] = mark;
        return fresh;
    }

    private static int slotOf(long[] slots, long mark) {
        int slot = (int) mark & (slots.length - 1);
        while (slots[slot] != 0 && slots[slot] != mark) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private long mark(ItemId id) {
        long mark = ByteBuffer.wrap(digest.digest(id.value().getBytes(StandardCharsets.UTF_8)))
                .getLong();
        return mark == 0 ? 1 : mark;
    }
}
